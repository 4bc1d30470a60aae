"""Days on which somebody is away, and what follows from them: when a deputy gets what is open, and when it goes back.

Days are local and both counted. A change comes on the morning of a working day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain import calendar
from domain.calendar import ONE_DAY


class Source(StrEnum):
    """Who said that somebody is away."""

    OFFICE = "office"
    SELF = "self"
    CALENDAR = "calendar"
    FEED = "feed"  # a calendar at an address, which is read again and again


@dataclass(frozen=True, slots=True)
class Absence:
    """From the first to the last day."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether they are away on this day."""
        return self.first <= day <= self.last


def on(absences: Iterable[Absence], day: date) -> Absence | None:
    """The absence of this day."""
    return next((one for one in absences if one.covers(day)), None)


def apart(wanted: Iterable[Absence], known: Iterable[Absence]) -> tuple[Absence, ...]:
    """What is wanted besides what is known: the days that are left, as absences of their own; in order."""
    left = sorted(wanted, key=lambda one: (one.first, one.last))
    for taken in known:
        left = [part for one in left for part in _without(one, taken)]
    return tuple(left)


def _without(one: Absence, taken: Absence) -> Iterator[Absence]:
    if taken.last < one.first or one.last < taken.first:
        yield one
        return
    if one.first < taken.first:
        yield Absence(one.first, taken.first - ONE_DAY)
    if taken.last < one.last:
        yield Absence(taken.last + ONE_DAY, one.last)


def back_on(absences: Iterable[Absence], day: date, closed: frozenset[date]) -> date:
    """The first working day from this one on which they are there: absences that follow each other are one."""
    known = tuple(absences)
    while (away := on(known, day)) is not None or not calendar.is_working_day(day, closed):
        day = (day if away is None else away.last) + ONE_DAY
    return day


def handed_on_at(absence: Absence, after: int, closed: frozenset[date], zone: ZoneInfo) -> datetime:
    """When what was open as they left goes to whoever stands in, so many working days after their first day away."""
    day = absence.first if after == 0 else calendar.working_days_after(absence.first, after, closed)
    return calendar.morning_of(day, zone)
