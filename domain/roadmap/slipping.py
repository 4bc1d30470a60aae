"""When a promise slips: by how many quarters a measure ends later, and what moves with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.planning.quarters import Quarter, quarter_of
from domain.roadmap.plan import Plan
from domain.roadmap.schedule import Bar, Schedule


@dataclass(frozen=True, slots=True)
class Promise:
    """The dates of one open commitment: as promised first, and as it stands."""

    first_due_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Move:
    """One measure before and after; None where it has no place."""

    id: str
    was: Bar | None
    now: Bar | None
    late: int = 0  # quarters by which it slipped itself


def late_by(promises: Iterable[Promise], today: date) -> int:
    """Quarters between the day promised first and the one it stands at; what is overdue is not before today."""
    slips = (quarter_of(one.first_due_on).until(quarter_of(max(one.due_on, today))) for one in promises)
    return max((one for one in slips if one > 0), default=0)


def over_its_time(began: Quarter, length: int, now: Quarter) -> int:
    """Quarters by which something that still runs has outlived its length."""
    return max(began.plus(length - 1).until(now), 0)


def with_late(plan: Plan, late: Mapping[str, int]) -> Plan:
    """The plan in which these end later."""
    return replace(plan, measures=tuple(replace(one, late=late.get(one.id, 0)) for one in plan.measures))


def moves(before: Schedule, after: Schedule, late: Mapping[str, int]) -> tuple[Move, ...]:
    """Every measure that is elsewhere than it was, by where it was."""
    was, now = ({bar.id: bar for bar in one.bars} for one in (before, after))
    every = dict.fromkeys([*was, *now])
    found = (Move(one, was.get(one), now.get(one), late.get(one, 0)) for one in every)
    return tuple(one for one in found if _span(one.was) != _span(one.now))


def _span(bar: Bar | None) -> tuple[Quarter, Quarter] | None:
    return None if bar is None else (bar.start, bar.end)
