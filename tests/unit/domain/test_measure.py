"""A measure: what it begins as, where it may go, and what that does to its case."""

import pytest

from domain.errors import RuleBroken
from domain.rules.measure import NEXT
from domain.words import MeasureState
from tests.builders import an_idea

WAYS: dict[str, str] = {  # how to come there
    "planned": "",
    "running": "running",
    "live": "running live",
    "done": "running done",
    "stopped": "stopped",
}


@pytest.mark.parametrize(
    ("project", "measure"), [("initiated", "planned"), ("started", "running"), ("in_progress", "running")]
)
def test_a_project_that_exists_begins_as_far_as_it_is_and_keeps_what_it_was_called(project: str, measure: str) -> None:
    case = an_idea().taken_over(project=project).case

    assert (case.measure, case.project) == (measure, project)
    assert str(case.measure_since) == "2026-11-02"


def test_an_accepted_idea_is_planned_and_nothing_before_is_a_measure() -> None:
    assert an_idea().deciding().case.measure is None
    assert an_idea().planning().case.measure == "planned"


@pytest.mark.parametrize("start", WAYS)
@pytest.mark.parametrize("to", list(MeasureState))
def test_it_goes_where_the_table_says_and_nowhere_else(start: str, to: MeasureState) -> None:
    idea = an_idea().committed()
    for state in WAYS[start].split():
        idea.moved(state)

    if to in NEXT[MeasureState(start)]:
        event = idea.moved(to).steps[-1].events[0]
        assert (event.kind, event.facts["from"], event.facts["to"], event.by) == ("measure_moved", start, to, "olga")
        assert idea.case.measure is to
    else:
        with pytest.raises(RuleBroken, match="measure.same" if to == start else r"measure\.not_next"):
            idea.moved(to)


def test_over_without_a_promise_closes_and_going_on_opens_again_with_a_date() -> None:
    idea = an_idea().planning().moved("stopped")
    assert (idea.case.state, idea.case.outcome, idea.case.wake) == ("settled", "settled", None)

    idea.moved("planned")
    assert (idea.case.state, idea.waiting) == ("planning", ["plan"])
    assert idea.case.wake is not None


def test_over_with_a_promise_open_stays_open_until_it_is_kept() -> None:
    idea = an_idea().committed().moved("running").moved("done")
    assert idea.case.closed_at is None

    assert idea.settled().case.state == "settled"


def test_a_settled_case_says_later_that_its_measure_went_live() -> None:
    idea = an_idea().committed().moved("running").settled().moved("live", "2026-11-02")

    assert (idea.case.measure, idea.case.state) == ("live", "settled")
    assert "<script>" not in repr(idea.events)
