"""Bottlenecks and dependencies: each fires above what there is, not at it, and knows nothing of what nobody said."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from domain.planning.facts import Facts
from domain.planning.frame import Frame
from domain.planning.quarters import Quarter
from domain.radar.found import Found
from domain.radar.planning import Idea, both_chosen, circles, dependencies, overbooked, overspent
from domain.radar.thresholds import DEFAULTS
from domain.words import MeasureState, Outcome, Stage, State

TODAY = date(2026, 3, 2)
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
FRAME = Frame(budget={(2026, "it"): 100, (2025, "it"): 0}, capacity={(Q2, "dev"): 10, (Quarter(2025, 4), "dev"): 0})


def idea(name: str = "a", stage: Stage = Stage.DECISION, **facts: object) -> Idea:
    return Idea(name, Facts(**facts), stage, State.DECIDING)


def told(found: Iterable[Found]) -> dict[str, dict[str, object]]:
    return {one.key: dict(one.facts) for one in found}


@pytest.mark.parametrize(
    ("days", "length", "earliest", "asked"),
    [
        (10, 1, Q2, None),  # just enough
        (11, 1, Q2, 11.0),
        (21, 2, Q2, 10.5),  # spread over two quarters; the second one is not limited
        (99, 1, Q3, None),
        (99, None, Q2, None),  # nobody said how long
        (99, 1, None, None),  # or when
        (99, 1, Quarter(2025, 4), None),  # is over
    ],
)
def test_effort_of_a_role_in_a_quarter(days: int, length: int | None, earliest: Quarter | None, asked: object) -> None:
    one = idea(effort={"dev": days}, length=length, earliest=earliest)
    expected = {"role_overbooked:dev:2026-Q2": {"quarter": "2026-Q2", "asked": asked, "capacity": 10}}
    assert told(overbooked([one], FRAME, TODAY)) == (expected if asked else {})
    assert told(overbooked([replace(one, stage=Stage.REVIEW)], FRAME, TODAY)) == {}  # not chosen


def test_what_runs_takes_its_days_from_when_it_began() -> None:
    running = replace(idea(stage=Stage.FOLLOW_UP, effort={"dev": 40}, length=2), measure=MeasureState.RUNNING)
    assert told(overbooked([running], FRAME, TODAY)) == {}  # nobody said since when
    assert told(overbooked([replace(running, since=Quarter(2026, 1))], FRAME, TODAY))
    assert not told(overbooked([replace(running, since=Quarter(2025, 4))], FRAME, TODAY))  # over since
    late = replace(running.facts, earliest=Q2)
    assert not told(overbooked([replace(running, facts=late, since=Quarter(2025, 4))], FRAME, TODAY))
    early = replace(running.facts, earliest=Quarter(2025, 4))
    assert not told(overbooked([replace(running, facts=early, since=Q2, ran_before=True)], FRAME, TODAY))


@pytest.mark.parametrize(
    ("costs", "cost"),
    [
        ([{(2026, "it"): 60}, {(2026, "it"): 40}], None),
        ([{(2026, "it"): 60}, {(2026, "it"): 41}], 101),
        ([{(2027, "it"): 999}, {(2026, "roads"): 999}], None),  # not limited
        ([{(2025, "it"): 999}], None),  # is over
    ],
)
def test_costs_of_a_line_and_year(costs: list[dict[tuple[int, str], int]], cost: int | None) -> None:
    ideas = [idea(str(n), costs=one) for n, one in enumerate(costs)]
    expected = {"budget_exceeded:it:2026": {"year": 2026, "cost": cost, "budget": 100}}
    assert told(overspent(ideas, FRAME, TODAY)) == (expected if cost else {})
    assert told(overspent([replace(one, closed=True) for one in ideas], FRAME, TODAY)) == {}  # not accepted


def test_what_was_carried_out_stays_spent_and_what_was_stopped_costs_nothing_after_this_year() -> None:
    spent = {(2026, "it"): 60, (2027, "it"): 60}
    frame = Frame(budget={(2026, "it"): 100, (2027, "it"): 100})
    done = replace(idea("a", Stage.FOLLOW_UP, costs=spent), closed=True, outcome=Outcome.SETTLED)
    stopped = replace(done, id="b", measure=MeasureState.STOPPED)
    running = idea("c", Stage.FOLLOW_UP, costs={(2027, "it"): 30})
    assert set(told(overspent([done, stopped, running], frame, TODAY))) == {"budget_exceeded:it:2026"}


def test_ideas_that_need_one_another_in_a_circle() -> None:
    ring = [idea("b", needs=("c",)), idea("c", needs=("a",)), idea("a", needs=("b",)), idea("d", needs=("a",))]
    assert told(circles(ring)) == {"needs_circle:a:b": {"ideas": ["a", "b", "c", "a"]}}
    assert told(circles([*ring[:2], idea("a")])) == {}


NEEDED = Idea("b", Facts(), Stage.FOLLOW_UP, State.COMMITTED, due_on=TODAY, promised=True)
STOPPED = replace(NEEDED, measure=MeasureState.STOPPED)


@pytest.mark.parametrize(
    ("stage", "other", "key"),
    [
        (Stage.FOLLOW_UP, NEEDED, ""),
        (Stage.DECISION, replace(NEEDED, due_on=date(2026, 3, 1)), "needs_late:a:b"),
        (Stage.DECISION, replace(NEEDED, state=State.DEFERRED), "needs_asleep:a:b"),
        (Stage.DECISION, replace(NEEDED, closed=True, outcome=Outcome.WITHDRAWN), "needs_gone:a:b"),
        (Stage.DECISION, replace(NEEDED, closed=True, outcome=Outcome.SETTLED), ""),  # done
        (Stage.DECISION, replace(STOPPED, closed=True, outcome=Outcome.SETTLED), "needs_gone:a:b"),
        (Stage.DECISION, STOPPED, "needs_gone:a:b"),  # a promise of it is open yet
        (Stage.FOLLOW_UP, replace(NEEDED, promised=False), "needs_ownerless:a:b"),
        (Stage.DECISION, replace(NEEDED, promised=False), ""),  # not accepted itself yet
        (Stage.REVIEW, replace(NEEDED, state=State.DEFERRED), ""),  # not chosen yet
    ],
)
def test_what_a_chosen_idea_needs(stage: Stage, other: Idea, key: str) -> None:
    ideas = {"a": idea(stage=stage, needs=("b",)), "b": other}
    assert set(told(dependencies(ideas, TODAY, DEFAULTS))) == ({key} if key else set())


def test_a_pair_that_excludes_one_another_is_told_once() -> None:
    one, other = idea("a", excludes=("b",)), idea("b", excludes=("a",))
    assert told(both_chosen({"a": one, "b": other})) == {"both_chosen:a:b": {"other": "b"}}
    assert told(both_chosen({"a": one, "b": replace(other, stage=Stage.PRIORITISATION)})) == {}
    assert told(both_chosen({"a": one, "b": replace(other, stage=Stage.FOLLOW_UP, measure=MeasureState.STOPPED)})) == {}
