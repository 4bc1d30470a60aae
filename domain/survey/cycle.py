"""The dates of a feedback cycle, and the dates of a wave that begins on one of them. Pure: closed days come in."""

from collections.abc import Iterator, Set
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import is_working_day, local_date, working_days_after
from domain.survey.survey import Cycle, SurveyPlan
from domain.survey.wave_happenings import WavePlan

OPENED_AT = time(
    6
)  # local; before work begins at eight, and never in the hour that a change of clocks skips or repeats
ONE_DAY = timedelta(days=1)


def wave_plan(plan: SurveyPlan, starts_on: date, closed: Set[date]) -> WavePlan:
    """The dates of a wave that begins on this day, by the plan of its survey."""
    return WavePlan(
        starts_on=starts_on,
        closes_on=working_days_after(starts_on, plan.open_days, closed),
        enough=plan.enough,
        remind_after=plan.remind_after,
        respond=plan.respond,
        pairs=plan.pairs,
    )


def working_day_from(day: date, closed: Set[date]) -> date:
    """This day, or the next one that is not closed."""
    return day if is_working_day(day, closed) else working_days_after(day, 1, closed)


def dates(cycle: Cycle, first: date) -> Iterator[date]:
    """The days of the cycle from this one on, as they are in the calendar; they end where the cycle does."""
    year = first.year
    while True:
        for month in sorted(set(cycle.months)):
            day = date(year, month, cycle.day)
            if over(cycle, day):
                return
            if day >= first:
                yield day
        year += 1


def over(cycle: Cycle, day: date) -> bool:
    """Whether this day comes after the last of the cycle."""
    return cycle.until is not None and day > cycle.until


def opened_at(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which the wave of this day is opened."""
    return datetime.combine(day, OPENED_AT, zone).astimezone(UTC)


def next_openings(cycle: Cycle, now: datetime, zone: ZoneInfo, count: int) -> list[datetime]:
    """The next instants at which a wave is opened; they are what a schedule of this cycle must give."""
    found: list[datetime] = []
    for day in dates(cycle, local_date(now, zone)):
        if (at := opened_at(day, zone)) > now:
            found.append(at)
        if len(found) == count:
            break
    return found


def next_starts(cycle: Cycle, now: datetime, zone: ZoneInfo, closed: Set[date], count: int) -> list[date]:
    """The days on which the next waves begin: closed days move them to the next that is open."""
    return [working_day_from(local_date(at, zone), closed) for at in next_openings(cycle, now, zone, count)]


def missed(cycle: Cycle, day: date, today: date) -> bool:
    """Whether a wave of this day is too late to be opened: it is left out, and the next one comes on its date."""
    return today - day > cycle.catch_up_days * ONE_DAY
