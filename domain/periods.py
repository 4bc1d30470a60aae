"""How long a deadline is, and when it ends: §§ 187 to 193 BGB as a clerk reckons, or plain time for the short ones.

The day something happens does not count (§ 187). Weeks end on the same weekday, months on the same date or, where the
month is too short, on its last day (§ 188). An end on a closed day moves to the next working day (§ 193), unless the
definition says that it stands. Minutes and hours are real time, whatever the clocks of the town do at night; on closed
days they do not run.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain import calendar
from domain.definition import Deadline

SHORT: Mapping[str, timedelta] = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class End:
    """When a deadline is over: the local day, and the UTC instant."""

    on: date
    at: datetime


def end_of(deadline: Deadline, start: datetime, zone: ZoneInfo, closed: Set[date]) -> End:
    """When this deadline ends that begins at this instant."""
    unit, count = deadline.length
    if unit in SHORT:
        return moment(start, count * SHORT[unit], zone, closed if deadline.next_working_day else None)
    day = calendar.local_date(start, zone)
    if unit == "working_days":
        return whole_day(calendar.working_days_after(day, count, closed), zone)
    ends = _LONG[unit](day, count)
    return whole_day(next_open(ends, closed) if deadline.next_working_day else ends, zone)


def whole_day(day: date, zone: ZoneInfo) -> End:
    """The end of this day."""
    return End(day, calendar.end_of(day, zone))


def moment(start: datetime, left: timedelta, zone: ZoneInfo, closed: Set[date] | None) -> End:
    """The instant at which so much time of open days has gone by; None where every day is one."""
    for day, begins, ends in _days(start, zone):
        if _is_open(day, closed):
            if begins + left <= ends:
                return End(day, begins + left)
            left -= ends - begins
    raise AssertionError("days do not end")


def open_time(start: datetime, end: datetime, zone: ZoneInfo, closed: Set[date] | None) -> timedelta:
    """How much time of open days lies between two instants."""
    total = timedelta()
    for day, begins, ends in _days(start, zone):
        if begins >= end:
            break
        if _is_open(day, closed):
            total += min(ends, end) - begins
    return total


def _days(start: datetime, zone: ZoneInfo) -> Iterator[tuple[date, datetime, datetime]]:
    """Each local day from this instant on, with its beginning and end."""
    begins, day = start, calendar.local_date(start, zone)
    while True:
        yield day, begins, (ends := calendar.end_of(day, zone))
        begins, day = ends, day + calendar.ONE_DAY


def _is_open(day: date, closed: Set[date] | None) -> bool:
    return closed is None or calendar.is_working_day(day, closed)


def next_open(day: date, closed: Set[date]) -> date:
    """This day, or the first working day after it."""
    while not calendar.is_working_day(day, closed):
        day += calendar.ONE_DAY
    return day


def days_after(start: date, count: int) -> date:
    """The day that is called so, that many days on."""
    return start + timedelta(days=count)


def weeks_after(start: date, count: int) -> date:
    """The same weekday, that many weeks on."""
    return start + timedelta(weeks=count)


def months_after(start: date, count: int) -> date:
    """The same date, that many months on; the last of the month where it has no such date."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


_LONG: Mapping[str, Callable[[date, int], date]] = {
    "days": days_after,
    "weeks": weeks_after,
    "months": months_after,
}


def passed(since: date, until: date, closed: Set[date]) -> int:
    """How many working days are lost to a rest: the day it begins with, and not the one it ends on."""
    days = (since + timedelta(days=n) for n in range((until - since).days))
    return sum(calendar.is_working_day(day, closed) for day in days)
