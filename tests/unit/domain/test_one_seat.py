"""One seat, one voice: somebody and whoever stands in for them are heard once, whichever way both came to be asked.

MONDAY is the 2nd of November 2026; ana and ben are asked first, and cem stands in for ana.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.asking.back import own_time
from domain.asking.tally import standing
from domain.definition import ProcessDefinition
from domain.hearing import heard
from tests.builders import AnIdea, a_definition, an_idea

AGAIN = {"deadline": {"working_days": 20}, "again": "all"}
QUESTIONS = {"working_days": 5, "remind_before": 2, "silence": "abstention", "silence_after": 2}
BESIDE = {"working_days": 5, "deputy_after": 0}
LATER = ("2026-11-10", "2026-11-20")


def rules(asked: int = 2, **review: Any) -> ProcessDefinition:
    return a_definition(review={"ask": asked, "quorum": asked, "deadline": BESIDE} | review)


def idea_with(definition: ProcessDefinition, *deputies: str) -> AnIdea:
    return an_idea(definition).in_review().deputised("ana", *deputies or ("cem",))


def beside(idea: AnIdea) -> AnIdea:
    """The end has come, and cem is asked beside ana."""
    while "cem" not in idea.asked:
        idea.clock_rings()
    return idea


def reworked() -> AnIdea:
    """Ana said no, somebody wanted changes, and ana is away when all are asked again."""
    idea = idea_with(rules(deadline={"working_days": 10}, rework=AGAIN))
    idea.answered("ana", "reject").answered("ben", "changes", points=["<script>Länge</script>"]).edited()
    return idea.away("ana", "2026-11-02", "2026-11-20").handed_in()


def gone_away() -> AnIdea:
    """Ana goes away after cem was asked beside her; box would be the next to stand in."""
    idea = beside(idea_with(rules(), "cem", "box")).away("ana", *LATER).absence_noted("ana")
    while "deputised" not in idea.kinds:
        idea.clock_rings()
    return idea


def deputy_away() -> AnIdea:
    """Cem, asked beside ana, goes away, and box stands in for cem."""
    idea = beside(idea_with(rules()).deputised("cem", "box")).away("cem", *LATER).absence_noted("cem")
    while "deputised" not in idea.kinds:
        idea.clock_rings()
    return idea


def test_whoever_is_asked_in_the_place_of_one_asked_beside_speaks_for_the_same_person() -> None:
    idea = deputy_away()
    box = idea.assignment("box")

    assert idea.asked == ["ana", "ben", "box"]
    assert (box.for_person, box.until_back) == ("ana", False)
    assert idea.answered("box", stated_name="B. Ox").asked == ["ben"]


@pytest.mark.parametrize(
    ("both_asked", "waited"),
    [
        pytest.param(reworked, ["cem", "ben"], id="asked again while away"),
        pytest.param(gone_away, ["ben", "cem"], id="away after the deputy was asked beside"),
        pytest.param(lambda: beside(idea_with(rules())), ["ana", "ben", "cem"], id="asked beside"),
    ],
)
def test_a_seat_is_heard_once(both_asked: Callable[[], AnIdea], waited: list[str]) -> None:
    idea = both_asked()
    review = idea.task("review").id
    assert idea.asked == waited
    assert standing(idea.case, review).whole.outstanding == 2

    idea.answered("cem")
    assert (idea.case.stage, idea.asked) == ("review", ["ben"])
    assert heard(idea.case) == {"ana"}
    idea.answered("ben")
    done = idea.events[-1]
    assert (done.kind, done.facts["answers"], done.facts["approvals"]) == ("review_done", 2, 2)


def test_the_office_names_somebody_as_soon_as_a_pair_is_all_that_is_left() -> None:
    idea = beside(idea_with(rules(asked=3)).answered("ben"))
    idea.taken_back(idea.assignment("box").id)
    assert idea.waiting == ["review", "staff"]

    idea.answered("cem")
    assert (idea.asked, idea.waiting) == ([], ["review", "staff"])
    assert idea.reviewer_named("box").asked == ["box"]


def test_the_consent_of_both_is_one() -> None:
    idea = beside(idea_with(rules(deadline=BESIDE | {"silence": "consent", "silence_after": 2})).answered("ben"))
    while idea.case.stage == "review":
        idea.clock_rings()

    assert heard(idea.case) == {"ana", "ben"}
    facts = idea.events[-1].facts
    assert (facts["answers"], facts["approvals"], facts["silent"]) == (2, 2, 1)


def test_what_one_of_them_said_last_counts_for_the_utility() -> None:
    idea = reworked().answered("cem", scores={"benefit": 4, "complexity": 3}).answered("ben")
    alone = an_idea(rules()).in_review().answered("ana", scores={"benefit": 4, "complexity": 3}).answered("ben")

    decided = [one.put_forward().decided().case.decisions[-1].utility for one in (idea, alone)]
    assert decided[0] == decided[1] is not None


def test_whoever_wanted_changes_is_asked_again_by_seat() -> None:
    idea = beside(idea_with(rules(rework=AGAIN | {"again": "those_who_asked"})))
    idea.answered("cem", "changes", points=["A"]).answered("ana").edited().handed_in()

    assert idea.asked == ["ben"]


# What a task takes along


def test_a_question_of_the_deputy_keeps_the_task_with_them() -> None:
    idea = an_idea(rules(questions=QUESTIONS)).deputised("ana", "cem").away("ana", "2026-11-02", "2026-11-06")
    idea.in_review().asked_back("cem").at(datetime(2026, 11, 9, 8, tzinfo=UTC)).woken()

    assert ("given_back" in idea.kinds, "cem" in idea.asked) == (False, True)
    assert idea.replied().kinds == ["answered_back"]


@pytest.mark.parametrize("replied", [True, False])
def test_time_of_ones_own_goes_to_the_deputy_and_back(replied: bool) -> None:
    own = {"working_days": 10, "silence": "abstention"}
    idea = idea_with(rules(questions=QUESTIONS, deadline=own)).asked_back("ana").later(days=3)
    idea = idea.replied() if replied else idea
    before = own_time(idea.case, idea.assignment("ana").id)
    assert before is not None
    idea.away("ana", "2026-11-05", "2026-11-12").absence_noted("ana")
    while "deputised" not in idea.kinds:
        idea.clock_rings()

    after = own_time(idea.case, idea.assignment("cem").id)
    assert after is not None
    assert after.silent_at is not None
    assert after.silent_at >= (before.silent_at or after.silent_at)
    assert (after.overdue_at, len(idea.case.open_tasks(after.kind))) == (None, 1)
    idea.here("ana").absence_noted("ana")
    assert ("given_back" in idea.kinds, own_time(idea.case, idea.assignment("ana").id) is not None) == (True, True)
    assert len(idea.case.open_tasks(after.kind)) == 1


# The other hears of it


@pytest.mark.parametrize(("first", "other"), [("cem", "ana"), ("ana", "cem")])
def test_whoever_is_not_heard_is_told_at_once_although_the_review_goes_on(first: str, other: str) -> None:
    idea = beside(idea_with(rules())).answered(first)

    assert (idea.case.stage, idea.asked) == ("review", ["ben"])
    assert idea.told == [("no_longer_needed", other)]


def test_they_are_told_once_where_the_review_is_over_by_it() -> None:
    idea = beside(idea_with(rules(asked=1)))
    idea.answered("cem")

    assert idea.case.stage == "prioritisation"
    assert [to for mail, to in idea.told if mail == "no_longer_needed"] == ["ana"]


def test_whoever_passes_it_on_as_not_their_field_leaves_the_other_asked() -> None:
    idea = beside(idea_with(rules())).answered("cem", "not_my_field")

    assert "ana" in idea.asked
    assert ("no_longer_needed", "ana") not in idea.told
