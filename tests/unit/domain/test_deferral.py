"""Not now: what an idea waits for, what is refused with which code, why it woke, and where it goes on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.deferral.beside import Beside, OtherIdea, standing_of
from domain.deferral.condition import Condition
from domain.deferral.progress import Progress, first_met, progress
from domain.deferral.words import Standing
from domain.errors import RuleBroken
from domain.words import MeasureState, Outcome
from tests.builders import AnIdea, a_definition, an_idea

TODAY = date(2026, 11, 2)
OPEN, DONE, OVER = Standing.OPEN, Standing.DONE, Standing.OVER
BESIDE = Beside(
    goals={"growth": 3, "dropped": 2},
    aims={"growth": 2, "dropped": 1},
    removed=frozenset({"dropped"}),
    ideas={
        "2026-0007": OtherIdea("seven", "2026-0007", OPEN),
        "2026-0042": OtherIdea("case1", "2026-0042", OPEN),
        "2026-0001": OtherIdea("one", "2026-0001", DONE),
        "2026-0002": OtherIdea("two", "2026-0002", OVER),
        "2026-0003": OtherIdea("three", "2026-0003", OPEN),
    },
    waits={"three": frozenset({"four"}), "four": frozenset({"case1", "three"})},
    documents={"law": None, "soon": date(2027, 1, 1), "old": date(2026, 1, 1)},
    supporters={"case1": {date(2026, 11, 1): 5, TODAY: 2}},
)
HIDDEN = replace(BESIDE, hidden=frozenset({"case1"}))


def reviewed(**stages: Any) -> AnIdea:
    idea = an_idea(a_definition(**stages)).reviewed()
    idea.beside = BESIDE
    return idea


def waits(kind: str, about: str = "", number: int = 0, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "about": about, "number": number, **more}


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        (waits("budget_year", number=2028), Condition("budget_year", number=2028, on="2028-01-03")),
        (waits("budget_year", number=2028, lead=1), Condition("budget_year", number=2028, on="2027-12-31", lead=1)),
        (waits("goal", "growth"), Condition("goal", "growth", number=3)),
        (waits("goal", "growth", aim=True), Condition("goal", "growth", number=3, aim=True)),
        (waits("idea", "2026-0007"), Condition("idea", "seven")),
        (waits("supporters", number=10), Condition("supporters", number=10, on="2026-11-02", base=2)),
        (waits("document", "law"), Condition("document", "law")),
        (waits("document", "soon"), Condition("document", "soon")),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_each_condition_is_kept_with_what_it_is_measured_from(condition: dict[str, Any], kept: Condition) -> None:
    idea = reviewed().deferred("2030-06-01", conditions=[condition])
    assert idea.case.deferral is not None
    assert idea.case.deferral.conditions == (kept,)
    assert idea.case.state == "deferred"
    assert idea.waiting == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"until": "2026-11-02"}, "deferral.not_in_future"),
        ({"until": "2099-01-01"}, "date.too_far"),
        ({"conditions": [waits("budget_year", number=2026)]}, "deferral.year_gone"),
        ({"conditions": [waits("budget_year", number=2099)]}, "date.too_far"),
        ({"conditions": [waits("budget_year", number=2027, lead=90)]}, "deferral.lead_too_long"),
        ({"until": "2026-12-24", "conditions": [waits("budget_year", number=2027)]}, "deferral.year_after_latest"),
        ({"conditions": [waits("goal", "nothing")]}, "deferral.goal_unknown"),
        ({"conditions": [waits("goal", "dropped")]}, "deferral.goal_unknown"),
        ({"conditions": [waits("idea", "2026-0099")]}, "deferral.idea_unknown"),
        ({"conditions": [waits("idea", "2026-0042")]}, "deferral.idea_itself"),
        ({"conditions": [waits("idea", "2026-0001")]}, "deferral.idea_done"),
        ({"conditions": [waits("idea", "2026-0002")]}, "deferral.idea_over"),
        ({"conditions": [waits("idea", "2026-0003")]}, "deferral.idea_circle"),
        ({"conditions": [waits("supporters", number=0)]}, "deferral.supporters_least"),
        ({"conditions": [waits("document", "nothing")]}, "deferral.document_unknown"),
        ({"conditions": [waits("document", "old")]}, "deferral.document_in_force"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_waited_for_is_refused(asked: dict[str, Any], code: str) -> None:
    idea = reviewed()
    with pytest.raises(RuleBroken, match=code):
        idea.deferred(**{"until": None, **asked})
    assert idea.case.state == "prioritising"


def test_supporters_cannot_come_where_nobody_sees_the_idea() -> None:
    with pytest.raises(RuleBroken, match=r"deferral\.supporters_not_public"):
        reviewed().hidden().deferred(None, conditions=[waits("supporters", number=3)])


@pytest.mark.parametrize(
    ("conditions", "until"),
    [
        ([], date(2026, 12, 2)),  # thirty days
        ([waits("supporters", number=3)], date(2026, 12, 2)),
        ([waits("budget_year", number=2028)], date(2028, 1, 3)),  # the year would never come otherwise
    ],
)
def test_without_a_date_it_wakes_when_the_process_says(conditions: list[dict[str, Any]], until: date) -> None:
    idea = reviewed(prioritisation={"sleeps_at_most": 30}).deferred(None, conditions=conditions)
    assert idea.case.deferral is not None
    assert (idea.case.deferral.until, idea.case.due_on) == (until, until)


def test_the_process_says_how_long_before_a_budget_year_it_wakes() -> None:
    idea = reviewed(prioritisation={"budget_lead": 2}).deferred(None, conditions=[waits("budget_year", number=2027)])
    assert idea.case.due_on == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("condition", "beside", "far"),
    [
        (Condition("budget_year", number=2027, on="2026-11-02"), Beside(), Progress(met=True)),
        (Condition("budget_year", number=2027, on="2026-11-03"), Beside(), Progress()),
        (Condition("goal", "growth", number=3), BESIDE, Progress(have=3)),
        (Condition("goal", "growth", number=2), BESIDE, Progress(met=True, have=3)),
        (Condition("goal", "dropped", number=1), BESIDE, Progress(met=True, have=2)),  # removed: that is a change
        (Condition("goal", "growth", number=2, aim=True), BESIDE, Progress(have=3)),  # only worded anew since
        (Condition("goal", "growth", number=1, aim=True), BESIDE, Progress(met=True, have=3)),
        (Condition("goal", "dropped", number=1, aim=True), BESIDE, Progress(met=True, have=2)),
        (Condition("goal", "never", number=1, aim=True), BESIDE, Progress(lost=True)),
        (Condition("goal", "never", number=1), BESIDE, Progress(lost=True)),
        (Condition("idea", "2026-0007"), BESIDE, Progress()),
        (Condition("idea", "2026-0001"), BESIDE, Progress(met=True)),
        (Condition("idea", "2026-0002"), BESIDE, Progress(lost=True)),
        (Condition("supporters", number=5, on="2026-11-01", base=3), BESIDE, Progress(have=4, wanted=5)),
        (Condition("supporters", number=4, on="2026-11-01", base=3), BESIDE, Progress(met=True, have=4, wanted=4)),
        (Condition("supporters", number=1, on="2026-11-02", base=3), BESIDE, Progress(have=0, wanted=1)),
        (Condition("supporters", number=5, on="2026-11-01", base=3), HIDDEN, Progress(lost=True, have=4, wanted=5)),
        (Condition("supporters", number=4, on="2026-11-01", base=3), HIDDEN, Progress(met=True, have=4, wanted=4)),
        (Condition("document", "law"), BESIDE, Progress()),
        (Condition("document", "soon"), BESIDE, Progress()),
        (Condition("document", "old"), BESIDE, Progress(met=True)),
    ],
)
def test_how_far_it_is(condition: Condition, beside: Beside, far: Progress) -> None:
    assert progress(condition, "case1", beside, TODAY) == far


def test_what_the_calendar_decides_is_left_to_the_clock() -> None:
    year = Condition("budget_year", number=2026, on="2026-01-02")
    assert first_met([year], "case1", BESIDE, TODAY) is None
    found = first_met([year, Condition("document", "old")], "case1", BESIDE, TODAY)
    assert found is not None
    assert found[0].about == "old"


@pytest.mark.parametrize(
    ("why", "fields", "facts"),
    [
        ("supporters", {"number": 12}, {"why": "supporters", "waited": None, "count": 12}),
        ("goal", {"about": "growth", "number": 4}, {"why": "goal", "waited": "growth", "count": 4}),
        ("idea", {"about": "seven"}, {"why": "idea", "waited": "seven", "count": 0}),
        ("document", {"about": "law"}, {"why": "document", "waited": "law", "count": 0}),
    ],
)
def test_it_wakes_when_what_it_waited_for_is_there(why: str, fields: dict[str, Any], facts: dict[str, Any]) -> None:
    idea = reviewed().deferred(None, conditions=[waits("supporters", number=10)]).came_about(why, **fields)
    assert idea.kinds == ["deferral_ended"]
    event = idea.steps[-1].events[0]
    deferral = idea.case.deferrals[0].id
    assert event.facts == {"deferral": deferral, **facts}
    assert idea.told == [("deferral_ended", "olga"), ("deferral_over", "sina")]
    assert idea.case.state == "prioritising"
    assert idea.waiting == ["prioritise"]
    assert len(idea.case.answers) == 2  # with all that was said about it


def test_it_wakes_once_and_not_for_a_deferral_that_was_changed() -> None:
    idea = reviewed().deferred(conditions=[waits("supporters", number=10)])
    first = idea.case.deferrals[0].id
    idea.deferred(conditions=[waits("supporters", number=20)])
    idea.came_about("supporters", deferral=first, number=10)
    assert idea.kinds == []
    assert idea.case.state == "deferred"
    idea.came_about("supporters", number=20).came_about("supporters", number=20)
    assert idea.kinds == []
    assert idea.case.state == "prioritising"


def test_a_late_piece_of_news_does_nothing_to_a_closed_case() -> None:
    idea = reviewed().deferred().withdrawn().came_about("supporters", number=20)
    assert idea.kinds == []
    assert idea.case.state == "withdrawn"


def test_the_first_of_date_and_budget_year_wakes_it_and_is_named() -> None:
    idea = reviewed().deferred("2028-06-01", conditions=[waits("budget_year", number=2028)]).clock_rings()
    assert idea.steps[-1].events[0].facts["why"] == "budget_year"
    assert idea.steps[-1].events[0].facts["count"] == 2028
    idea.deferred("2028-06-01").clock_rings()
    assert idea.steps[-1].events[0].facts["why"] == "date"


def test_changing_what_it_waits_for_goes_on_counting_where_it_was() -> None:
    idea = reviewed().deferred(None, conditions=[waits("supporters", number=10), waits("goal", "growth")])
    idea.beside = Beside(goals={"growth": 4}, supporters={"case1": {TODAY: 9}})
    idea.deferred(None, conditions=[waits("supporters", number=5), waits("goal", "growth")])
    assert idea.case.deferral is not None
    assert idea.case.deferral.conditions == (
        Condition("supporters", number=5, on="2026-11-02", base=2),
        Condition("goal", "growth", number=3),
    )
    assert idea.steps[-1].events[0].facts["changed"] == 1
    assert idea.told == [("deferred", "sina")]


def test_it_goes_back_to_review_where_that_was_said_and_asks_the_same_people_first() -> None:
    idea = reviewed().deferred(again="review").clock_rings()
    assert idea.kinds == ["deferral_ended", "review_asked", "review_asked"]
    assert (idea.case.stage, idea.case.state) == ("review", "reviewing")
    assert set(idea.asked) == {a.by for a in idea.case.answers}


def test_without_reviews_it_cannot_go_back_to_one() -> None:
    idea = an_idea(a_definition(review=None)).submitted().accepted()
    with pytest.raises(RuleBroken, match=r"deferral\.no_review"):
        idea.deferred(again="review")


def test_the_office_may_wake_it_with_a_reason_and_the_submitter_is_told() -> None:
    idea = reviewed().deferred().lifted()
    facts = idea.steps[-1].events[0].facts
    assert facts["why"] == "office"
    assert facts["reason"] == idea.case.reasons[-1].id
    assert idea.told == [("deferral_over", "sina")]
    with pytest.raises(RuleBroken, match=r"deferral\.over"):
        idea.lifted()


@pytest.mark.parametrize(
    ("measure", "outcome", "closed", "kept", "standing"),
    [
        (None, None, False, False, OPEN),
        (MeasureState.PLANNED, None, False, True, OPEN),
        (MeasureState.RUNNING, None, False, True, OPEN),
        (MeasureState.LIVE, None, False, False, DONE),
        (MeasureState.DONE, Outcome.SETTLED, True, False, DONE),
        (MeasureState.STOPPED, None, False, True, OVER),
        (MeasureState.STOPPED, Outcome.SETTLED, True, True, OVER),
        (MeasureState.PLANNED, Outcome.SETTLED, True, True, DONE),
        (None, Outcome.SETTLED, True, False, OVER),
        (None, Outcome.REJECTED, True, False, OVER),
        (None, Outcome.WITHDRAWN, True, False, OVER),
    ],
)
def test_an_idea_that_others_wait_for_stands_where_its_measure_stands(
    measure: MeasureState | None, outcome: Outcome | None, closed: bool, kept: bool, standing: Standing
) -> None:
    assert standing_of(measure, outcome, closed, kept) is standing
