"""What the public reads of a round: why it decided as it did, once."""

from datetime import UTC, date, datetime

import pytest

from api import came_of_it, stands
from domain.case import Case, Deferral, Reason
from domain.words import Source
from tests.builders import AnIdea, a_definition, an_idea
from tests.chains import signing

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def a_case(*reasons: Reason, deferrals: tuple[Deferral, ...] = ()) -> Case:
    return Case("c", "2026-0001", "p", "s", Source.FORM, NOW, NOW, reasons=reasons, deferrals=deferrals)


def test_reasons_of_rounds_are_published_and_only_their_public_words() -> None:
    said = Reason("1", "ranked", "olga", NOW, public="Weil es eilt")
    inside, other = (
        Reason("2", "ranked", "olga", NOW, internal="Streng geheim"),
        Reason("3", "hidden", "olga", NOW, "x"),
    )
    assert came_of_it.compared(a_case(said, inside, other)) == (said,)


def test_what_a_deferral_says_now_is_told_there_alone() -> None:
    said = Reason("1", "ranked", "olga", NOW, public="Erst im nächsten Haushalt")
    rests = Deferral("d", "olga", NOW, date(2027, 1, 31), NOW, public_reason=said.public)
    assert came_of_it.compared(a_case(said, deferrals=(rests,))) == ()


def asked_back() -> AnIdea:
    definition = a_definition(review={"deadline": {"working_days": 10}, "questions": {"working_days": 5}})
    return an_idea(definition).in_review().asked_back("ana")


@pytest.mark.parametrize(
    ("idea", "everybody", "submitter", "dated"),
    [
        (signing(), "The idea is being co-signed, then it is decided.", "", False),
        (an_idea().deciding(), "The idea has been put forward.", "", True),
        (asked_back(), "People who know the subject look at the idea.", "We wait for your answer.", True),
        (an_idea().submitted().question_asked(), "The office has a question to whoever had the idea.",
         "We wait for your answer.", True),
        (asked_back().paused(), "The idea rests, and all its dates stand still.", "", True),
    ],
)  # fmt: skip
def test_where_it_stands(idea: AnIdea, everybody: str, submitter: str, dated: bool) -> None:
    assert stands.standing(idea.case).meaning == everybody
    assert stands.standing_for_submitter(idea.case).meaning == (submitter or everybody)
    assert stands.standing(idea.case).dated is dated
