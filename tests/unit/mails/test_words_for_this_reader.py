"""What a mail says depends on what was before: asked once more, away, or there again."""

from datetime import UTC, datetime

import pytest

from activities.mail_props import Told, props_for
from contracts.idea_mails import AskedAnew, HandedOver
from kit.i18n import Catalogues
from tests.builders import AnIdea, a_definition, an_idea
from tests.chains import signing, signs
from tests.unit.mails.catalogue import ROOT

DAYS = {"working_days": 10, "remind_before": 3}
DURING, BACK = datetime(2026, 11, 4, 8, tzinfo=UTC), datetime(2026, 11, 9, 8, tzinfo=UTC)


def wanting_changes() -> AnIdea:
    review = {"deadline": DAYS, "ask": 2, "quorum": 2, "rework": {"deadline": {"working_days": 20}}}
    idea = an_idea(a_definition(review=review)).in_review()
    return idea.answered("ana", "changes", points=["A"]).answered("ben").edited().handed_in()


def away() -> AnIdea:
    review = {"deadline": DAYS, "ask": 2, "quorum": 2}
    idea = an_idea(a_definition(review=review)).deputised("ana", "cem").in_review()
    return idea.away("ana", "2026-11-02", "2026-11-06").at(DURING).woken()


def told(idea: AnIdea, mail: str, person: str) -> Told:
    step, notice = [(s, n) for s in idea.steps for n in s.notices if (n.mail, n.to) == (mail, person)][-1]
    say = Catalogues(ROOT / "locales").of("de")
    return Told(notice, step.case, idea.world, "de", person, "Amt", "https://x.example/", say)


@pytest.mark.parametrize(
    ("idea", "mail", "person", "again"),
    [
        (an_idea().in_review(), "review_asked", "ana", False),
        (wanting_changes(), "review_asked", "ana", True),
        (an_idea().deciding(), "decision_asked", "dirk", False),
    ],
)
def test_whoever_has_answered_before_is_asked_once_more(idea: AnIdea, mail: str, person: str, again: bool) -> None:
    props = props_for(told(idea, mail, person))
    assert isinstance(props, AskedAnew)
    assert props.again is again


def test_whoever_sent_a_chain_back_is_asked_once_more() -> None:
    idea = signing()
    first, second = (idea.asked[0], (signs(idea, idea.asked[0])).asked[0])
    before = props_for(told(idea, "sign_asked", second))
    signs(idea, second, "send_back", to=idea.case.sign_steps[0].id, remark="Kosten")
    signs(idea, first)
    after = props_for(told(idea, "sign_asked", second))

    assert isinstance(before, AskedAnew)
    assert isinstance(after, AskedAnew)
    assert (before.again, after.again) == (False, True)


def test_who_is_away_and_who_stood_in_read_who_has_the_task_and_why() -> None:
    idea = away()
    gone = props_for(told(idea, "handed_over", "ana"))
    assert isinstance(gone, HandedOver)
    assert (gone.deputy, gone.comes_back, gone.returned_to) == (idea.world.people["cem"].name, True, "")

    back = props_for(told(idea.at(BACK).woken(), "handed_over", "cem"))
    assert isinstance(back, HandedOver)
    assert (back.deputy, back.returned_to) == ("", idea.world.people["ana"].name)
