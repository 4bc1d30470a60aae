"""The roadmap by hand: what holds each measure, what has no place and why, the critical chain, slack, slips."""

from datetime import date
from fractions import Fraction

import pytest

from domain.planning.quarters import Quarter
from domain.roadmap.placing import schedule
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import Cause, Hold, Lack, Left
from domain.roadmap.slipping import Promise, late_by, moves, over_its_time, with_late
from tests.unit.roadmap.plans import FIRST, a_plan, m, q, spans


def test_precedence_and_capacity_decide_and_each_says_what_held_it() -> None:
    plan = a_plan(m("net", 2, 20), m("app", 2, 20, "net"), m("bot", 1, 5), m("map", 1, 2), m("pdf", 1, 3), it=12)
    found = schedule(plan)
    assert spans(found) == {"map": (1, 1), "net": (1, 2), "app": (3, 4), "bot": (5, 5), "pdf": (5, 5)}
    assert found.bar("net").holds == (Hold(Cause.FIRST, quarter=q(1)),)  # type: ignore[union-attr]
    assert found.bar("app").holds == (Hold(Cause.WAITS, ("net",), q(3)),)  # type: ignore[union-attr]
    held = Hold(Cause.CAPACITY, ("app",), q(4), "it", Fraction(5), Fraction(2))
    assert found.bar("bot").holds == (held,)  # type: ignore[union-attr]
    assert found.chain == ("net", "app", "bot")
    assert {bar.id for bar in found.bars if bar.critical} == {"net", "app", "bot"}
    assert found.end == q(5)


def test_what_most_hangs_on_goes_first_then_the_order_then_the_id() -> None:
    plan = a_plan(
        m("z", 1, 10),
        m("b", 1, 10, order=1),
        m("a", 1, 10, order=1),
        m("tail", 3, 0, "y"),
        m("y", 1, 10, order=9),
        it=10,
    )
    assert spans(schedule(plan)) == {"y": (1, 1), "z": (2, 2), "tail": (2, 4), "a": (3, 3), "b": (4, 4)}


def test_an_earliest_start_holds_and_a_role_that_is_not_limited_does_not() -> None:
    found = schedule(a_plan(m("a", 1, 500, earliest=q(3)), m("b", 1, 500)))
    assert spans(found) == {"b": (1, 1), "a": (3, 3)}
    assert found.bar("a").holds == (Hold(Cause.EARLIEST, quarter=q(3)),)  # type: ignore[union-attr]
    assert [(load.quarter, load.used, load.capacity) for load in found.loads] == [(q(1), 500, None), (q(3), 500, None)]


def test_effort_is_spread_exactly_and_a_third_of_a_day_is_too_much() -> None:
    exactly = schedule(a_plan(m("a", 3, 10), m("b", 3, 20), it=10))
    assert spans(exactly) == {"a": (1, 3), "b": (1, 3)}
    assert {load.used for load in exactly.loads if load.used} == {Fraction(10)}
    assert spans(schedule(a_plan(m("a", 3, 11), m("b", 3, 20), it=10))) == {"a": (1, 3), "b": (4, 6)}


def test_what_runs_stays_even_over_the_capacity_and_says_what_it_ran_ahead_of() -> None:
    found = schedule(a_plan(m("old", 3, 60, "new", began=q(0)), m("new", 1, 10, order=1), m("too", 1, 10), it=10))
    assert spans(found) == {"old": (0, 2), "too": (3, 3), "new": (4, 4)}
    assert found.bar("old").holds == (Hold(Cause.RUNNING, quarter=q(0)),)  # type: ignore[union-attr]
    assert found.bar("old").slack is None  # type: ignore[union-attr]
    assert [load.quarter for load in found.loads if load.over] == [q(1), q(2)]
    assert found.unmet == (("old", "new"),)
    assert found.chain == ("old", "too", "new")


CAPACITY = {(q(at), "it"): days for at, days in ((1, 4), (2, 9), (3, 4))}
LACKS = {
    "nobody said how long": (m("a", 0), Left("a", Lack.LENGTH)),
    "it runs, for nobody knows how long": (m("a", 0, began=q(0)), Left("a", Lack.LENGTH)),
    "it needs itself": (m("a", 1, 0, "a"), Left("a", Lack.CIRCLE, ("a", "a"))),
    "it needs what is not there": (m("a", 1, 0, "x"), Left("a", Lack.OUTSIDE, ("x",))),
    "too much for any quarter": (m("a", 1, 10), Left("a", Lack.TOO_MUCH, (), "it", Fraction(10), 9)),
    "no two quarters in a row": (m("a", 2, 10), Left("a", Lack.HORIZON, (), "it", Fraction(5), 0, q(3))),
    "longer than what is planned": (m("a", 4), Left("a", Lack.HORIZON, quarter=q(3))),
    "it begins too late": (m("a", 2, earliest=q(3)), Left("a", Lack.HORIZON, quarter=q(3))),
}


@pytest.mark.parametrize("case", LACKS)
def test_what_has_no_place_says_why(case: str) -> None:
    measure, left = LACKS[case]
    found = schedule(Plan((measure,), FIRST, q(3), CAPACITY))
    assert (found.left, found.bars, found.chain) == ((left,), (), ())


def test_a_circle_is_told_from_each_of_its_measures_and_what_waits_for_it_has_no_place() -> None:
    plan = a_plan(m("a", 1, 0, "b"), m("b", 1, 0, "c"), m("c", 1, 0, "a"), m("d", 1, 0, "a"), m("e"))
    found = schedule(plan)
    assert {one.id: (one.lack, one.names) for one in found.left} == {
        "a": (Lack.CIRCLE, ("a", "b", "c", "a")),
        "b": (Lack.CIRCLE, ("b", "c", "a", "b")),
        "c": (Lack.CIRCLE, ("c", "a", "b", "c")),
        "d": (Lack.NOT_PLACED, ("a",)),
    }
    assert spans(found) == {"e": (1, 1)}


def test_what_is_done_is_waited_for_no_more() -> None:
    assert spans(schedule(a_plan(m("a", 1, 0, "x"), done=frozenset({"x"})))) == {"a": (1, 1)}


def test_slack_is_how_far_a_measure_moves_before_anything_else_has_to() -> None:
    plan = a_plan(m("a", 2, 16), m("b", 1, 0, "a"), m("free", 1), m("some", 1, 2), m("c", 4), it=9)
    found = schedule(plan)
    assert spans(found) == {"c": (1, 4), "a": (1, 2), "free": (1, 1), "b": (3, 3), "some": (3, 3)}
    assert {bar.id: bar.slack for bar in found.bars} == {"a": 0, "b": 1, "free": 3, "some": 1, "c": 0}


def test_a_chain_ends_where_more_capacity_begins_not_a_measure_ended() -> None:
    capacity = {(q(at), "it"): 5 if at < 3 else 20 for at in range(1, 8)}
    found = schedule(Plan((m("long", 4, 12), m("big", 1, 9)), FIRST, q(7), capacity))
    assert spans(found) == {"long": (1, 4), "big": (3, 3)}
    assert found.bar("big").holds[0].by == ("long",)  # type: ignore[union-attr]
    assert found.chain == ("long",)


def test_an_empty_plan_is_an_empty_roadmap() -> None:
    found = schedule(a_plan(it=10, last=2))
    assert (found.bars, found.left, found.end, len(found.loads)) == ((), (), None, 2)


# Slips


def test_a_slip_moves_the_end_and_all_that_depends_on_it_and_frees_nobody() -> None:
    plan = a_plan(
        m("a", 2, 12),
        m("b", 1, 0, "a"),
        m("c", 1, 0, "b"),
        m("beside", 1, 5, order=1),
        m("later", 1, 5, order=2),
        it=10,
    )
    before, after = schedule(plan), schedule(with_late(plan, {"a": 2}))
    assert spans(before) == {"a": (1, 2), "b": (3, 3), "c": (4, 4), "beside": (3, 3), "later": (3, 3)}
    assert spans(after) == {"a": (1, 4), "b": (5, 5), "c": (6, 6), "beside": (5, 5), "later": (5, 5)}
    found = {one.id: one.late for one in moves(before, after, {"a": 2})}
    assert found == {"a": 2, "b": 0, "c": 0, "beside": 0, "later": 0}
    assert moves(before, before, {}) == ()


def test_what_no_longer_has_a_place_after_a_slip_has_moved_too() -> None:
    plan = a_plan(m("a"), m("b", 1, 0, "a"), last=2)
    before, after = schedule(plan), schedule(with_late(plan, {"a": 1}))
    assert [(one.id, one.now is None) for one in moves(before, after, {"a": 1})] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("first", "now", "today", "late"),
    [
        ("2027-03-31", "2027-03-31", "2027-01-01", 0),
        ("2027-03-31", "2027-04-01", "2027-01-01", 1),
        ("2027-01-01", "2027-03-31", "2027-01-01", 0),  # within the quarter
        ("2027-03-31", "2027-03-31", "2027-08-01", 2),  # overdue: not before today
        ("2027-12-01", "2027-02-01", "2027-01-01", 0),  # earlier than promised
    ],
)
def test_a_promise_is_late_by_quarters(first: str, now: str, today: str, late: int) -> None:
    promise = Promise(date.fromisoformat(first), date.fromisoformat(now))
    assert late_by([promise], date.fromisoformat(today)) == late
    assert late_by([], date.fromisoformat(today)) == 0


def test_what_runs_longer_than_planned_is_late_without_a_promise() -> None:
    assert over_its_time(Quarter(2026, 2), 2, Quarter(2026, 4)) == 1
    assert over_its_time(Quarter(2026, 2), 4, Quarter(2026, 4)) == 0


def test_seven_hundred_measures_are_placed_in_the_order_of_a_city() -> None:
    tied = {at: (f"{at - 7}",) for at in range(8, 700) if at % 3 == 0}
    measures = [Measure(f"{at}", at, 1 + at % 4, {"it": 5, "law": 3}, needs=tied.get(at, ())) for at in range(700)]
    found = schedule(a_plan(*measures, it=80, last=160))
    assert (len(found.bars), found.left) == (700, ())
    assert not any(load.over for load in found.loads)
