"""The heuristic against an optimum by brute force, and what holds for every plan whatever its numbers."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.planning.quarters import Quarter
from domain.roadmap.placing import schedule
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import Lack, Schedule, span
from domain.roadmap.slipping import with_late
from tests.unit.roadmap.plans import FIRST, by_chance, m, q

# Rules written down here once more, in numbers of quarters after the first.


def allowed(plan: Plan, starts: Mapping[str, int]) -> bool:
    """Whether these starts keep precedence, earliest starts and capacity; what runs may use more than there is."""
    for one in plan.measures:
        if one.id in starts and one.began is None:
            if starts[one.id] < max(0, FIRST.until(one.earliest) if one.earliest else 0):
                return False
            if any(
                n not in starts or starts[n] + plan.known[n].quarters > starts[one.id]
                for n in one.needs
                if n not in plan.done
            ):
                return False
    used: dict[tuple[int, str], list[tuple[Fraction, bool]]] = {}
    for one in plan.measures:
        if one.id in starts:
            for at in range(starts[one.id], starts[one.id] + one.quarters):
                for role, days in one.effort.items():
                    if days:
                        used.setdefault((at, role), []).append((Fraction(days, one.length or 1), one.began is None))
    return all(
        sum(days for days, _ in them) <= plan.capacity.get((FIRST.plus(at), role), 10**9)
        for (at, role), them in used.items()
        if any(new for _, new in them)
    )


def shortest(plan: Plan) -> int | None:
    """The least number of quarters in which everything is finished, all starts tried; None: not within the plan."""
    most = FIRST.until(plan.last) + 1
    running = {one.id: FIRST.until(one.began) for one in plan.measures if one.began is not None}
    best: list[int] = [most + 1]

    def go_on(left: list[Measure], starts: dict[str, int], end: int) -> None:
        if end >= best[0]:
            return
        if not left:
            best[0] = end
            return
        one = left[0]
        for start in range(most - one.quarters + 1):
            tried = {**starts, one.id: start}
            if allowed(plan, tried):
                go_on(left[1:], tried, max(end, start + one.quarters))

    end = max((at + plan.known[one].quarters for one, at in running.items()), default=0)
    go_on([one for one in plan.measures if one.began is None], running, end)
    return best[0] if best[0] <= most else None


def starts_of(found: Schedule) -> dict[str, int]:
    return {bar.id: FIRST.until(bar.start) for bar in found.bars}


def quarters_of(found: Schedule) -> int:
    return 0 if found.end is None else FIRST.until(found.end) + 1


@pytest.mark.parametrize("start", range(0, 100, 25))
def test_a_hundred_by_brute_force_never_shorter_and_seldom_longer(start: int) -> None:
    longer: list[int] = []
    for seed in range(start, start + 25):
        plan = by_chance(seed)
        found = schedule(plan)
        assert allowed(plan, starts_of(found)), seed
        if not found.left:  # else nine quarters are not enough for it
            least = shortest(plan)
            assert least is not None
            assert quarters_of(found) >= least, seed
            longer.append(quarters_of(found) - least)
    assert len(longer) >= 18
    assert sum(one == 0 for one in longer) >= 0.7 * len(longer)
    assert max(longer) <= 2


plans = st.integers(0, 10**6).flatmap(lambda seed: st.integers(1, 12).map(lambda many: by_chance(seed, many, 14)))


@given(plans)
@settings(max_examples=150, deadline=None)
def test_precedence_and_capacity_are_kept_exactly_and_nothing_is_lost(plan: Plan) -> None:
    found = schedule(plan)
    assert allowed(plan, starts_of(found))
    assert sorted([bar.id for bar in found.bars] + [one.id for one in found.left]) == sorted(plan.known)
    assert all(bar.end <= plan.last for bar in found.bars)
    assert found == schedule(replace(plan, measures=tuple(reversed(plan.measures))))


@given(plans)
@settings(max_examples=150, deadline=None)
def test_no_measure_could_start_a_quarter_earlier_with_the_others_where_they_are(plan: Plan) -> None:
    found = schedule(plan)
    starts = starts_of(found)
    for bar in found.bars:
        if plan.known[bar.id].began is None and starts[bar.id] > 0:
            assert not allowed(plan, {**starts, bar.id: starts[bar.id] - 1})


@given(plans)
@settings(max_examples=150, deadline=None)
def test_slack_is_exact_and_each_of_the_chain_ends_right_before_the_next(plan: Plan) -> None:
    found = schedule(plan)
    starts, end = starts_of(found), quarters_of(found)
    for bar in found.bars:
        if bar.slack is None:
            continue
        for more in range(1, bar.slack + 1):
            assert allowed(plan, {**starts, bar.id: starts[bar.id] + more})
        over = starts[bar.id] + bar.slack + 1
        assert over + plan.known[bar.id].quarters > end or not allowed(plan, {**starts, bar.id: over})
    chain = [found.bar(one) for one in found.chain]
    assert all(a.end.plus(1) == b.start for a, b in pairwise(chain) if a and b)
    assert not chain or (chain[-1] is not None and chain[-1].end == found.end)


@given(plans, st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_more_capacity_makes_no_single_measure_later_or_impossible(plan: Plan, more: int) -> None:
    """One measure beside what runs already. Of many, more capacity may move one back: it is a heuristic."""
    ample = {key: days + more for key, days in plan.capacity.items()}
    running = tuple(one for one in plan.measures if one.began is not None)
    for one in plan.measures:
        alone = replace(plan, measures=(*running, replace(one, needs=())) if one.began is None else running)
        was, now = schedule(alone).bar(one.id), schedule(replace(alone, capacity=ample)).bar(one.id)
        assert was is None or (now is not None and now.start <= was.start)
    too_much = {one.id for one in schedule(replace(plan, capacity=ample)).left if one.lack is Lack.TOO_MUCH}
    assert too_much <= {one.id for one in schedule(plan).left if one.lack is Lack.TOO_MUCH}


@given(plans, st.integers(0, 11), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_after_a_slip_all_that_waits_comes_after_it_and_everything_is_kept(plan: Plan, at: int, late: int) -> None:
    one = plan.measures[at % len(plan.measures)]
    slipped = with_late(plan, {one.id: late})
    found = schedule(slipped)
    assert allowed(slipped, starts_of(found))
    before, now = schedule(plan).bar(one.id), found.bar(one.id)
    if before is not None and now is not None and one.began is not None:
        assert before.end.until(now.end) == late
    for other in plan.needed_by.get(one.id, ()):
        bar = found.bar(other.id)
        assert bar is None or (now is not None and bar.start > now.end) or other.began is not None


def test_more_capacity_may_move_one_of_many_back_as_the_paper_says() -> None:
    def starts(first: int) -> dict[str, Quarter]:
        capacity = {(quarter, "it"): 10 for quarter in span(FIRST, q(8))} | {(q(1), "it"): first}
        plan = Plan((m("long", 2, 18), m("short", 1, 8)), FIRST, q(8), capacity)
        return {bar.id: bar.start for bar in schedule(plan).bars}

    assert starts(8) == {"short": q(1), "long": q(2)}
    assert starts(9) == {"long": q(1), "short": q(3)}
