"""The critical chain, and how much later each measure could start without moving anything else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from domain.planning.quarters import Quarter
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import Bar, Cause, Hold, Load


def critical_chain(plan: Plan, bars: Sequence[Bar]) -> tuple[str, ...]:
    """From one of the measures that end last back along what holds each: a need, or a user of the role it lacked."""
    if not bars:
        return ()
    known = {bar.id: bar for bar in bars}
    end = max(bar.end for bar in bars)
    last = min((bar for bar in bars if bar.end == end), key=lambda bar: _place_of(plan, bar))
    chain = [last.id]
    while (before := _holder(plan, known, known[chain[-1]])) is not None:
        chain.append(before.id)
    return tuple(reversed(chain))


def _holder(plan: Plan, known: Mapping[str, Bar], bar: Bar) -> Bar | None:
    """Who ends right before it and so holds it: first whom it needs, else who uses most of the role it lacked."""
    for cause in (Cause.WAITS, Cause.CAPACITY):
        holds = [(hold, known[one]) for hold in bar.holds if hold.cause is cause for one in hold.by]
        ended = [(hold, one) for hold, one in holds if one.end.plus(1) == bar.start]
        if ended:
            return min(ended, key=lambda pair: (-_days(plan, *pair), _place_of(plan, pair[1])))[1]
    return None


def _days(plan: Plan, hold: Hold, bar: Bar) -> Fraction:
    return plan.known[bar.id].shares.get(hold.role, Fraction(0))


def _place_of(plan: Plan, bar: Bar) -> tuple[int, str]:
    return plan.known[bar.id].order, bar.id


def marked(plan: Plan, bars: Sequence[Bar], chain: Sequence[str], loads: Sequence[Load]) -> tuple[Bar, ...]:
    """The bars with their slack, and those of the chain marked."""
    used = {(load.quarter, load.role): load.used for load in loads}
    starts = {bar.id: bar.start for bar in bars}
    end = max((bar.end for bar in bars), default=plan.last)
    critical = frozenset(chain)
    return tuple(
        replace(
            bar,
            critical=bar.id in critical,
            slack=_slack(plan, plan.known[bar.id], bar, _until(plan, bar, starts, end), used),
        )
        for bar in bars
    )


def _until(plan: Plan, bar: Bar, starts: Mapping[str, Quarter], end: Quarter) -> Quarter:
    """The last quarter it may end in: before whatever waits for it, and no later than everything is finished."""
    waiting = [
        starts[one.id].plus(-1) for one in plan.needed_by.get(bar.id, ()) if one.id in starts and one.began is None
    ]
    return min([end, *waiting])


def _slack(
    plan: Plan, measure: Measure, bar: Bar, until: Quarter, used: Mapping[tuple[Quarter, str], Fraction]
) -> int | None:
    if measure.began is not None:
        return None
    slack = 0
    while bar.end.plus(slack + 1) <= until and _room(plan, measure, bar, bar.end.plus(slack + 1), used):
        slack += 1
    return slack


def _room(
    plan: Plan, measure: Measure, bar: Bar, quarter: Quarter, used: Mapping[tuple[Quarter, str], Fraction]
) -> bool:
    """Whether its roles have enough left in a quarter after its end."""
    for role, days in measure.shares.items():
        capacity = plan.capacity.get((quarter, role))
        if capacity is not None and used.get((quarter, role), Fraction(0)) + days > capacity:
            return False
    return True
