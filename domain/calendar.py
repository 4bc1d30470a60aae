"""Working days from a table of closed days; "due" means the end of a working day, local date and UTC instant."""

from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SATURDAY = 5
MORNING = time(8)
FURTHEST = 30  # years; a date beyond is a slip of the finger, and no clock can be set that far


def is_working_day(day: date, closed: Set[date]) -> bool:
    """Monday to Friday, unless the table says closed."""
    return day.weekday() < SATURDAY and day not in closed


def working_days_after(start: date, count: int, closed: Set[date]) -> date:
    """The `count`-th working day after `start`; the day itself does not count (§ 187 (1) BGB)."""
    return _walk(start, count, closed, ONE_DAY)


def working_days_before(end: date, count: int, closed: Set[date]) -> date:
    """The `count`-th working day before `end`."""
    return _walk(end, count, closed, -ONE_DAY)


def _walk(day: date, count: int, closed: Set[date], step: timedelta) -> date:
    while count > 0:
        day += step
        if is_working_day(day, closed):
            count -= 1
    return day


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar date of an instant, where the administration is."""
    return instant.astimezone(zone).date()


def too_far(day: date, today: date) -> bool:
    """Whether a date lies too far ahead to be meant."""
    return day.year > today.year + FURTHEST


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which this local day is over."""
    return datetime.combine(day + ONE_DAY, time(), zone).astimezone(UTC)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which this day's work begins: eight o'clock, local."""
    return datetime.combine(day, MORNING, zone).astimezone(UTC)
