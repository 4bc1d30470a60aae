"""When a mail leaves that is written at night: in the hours the definition declares, on a working day."""

from collections.abc import Set
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from domain import calendar, periods
from domain.definition import MailHours, ProcessDefinition
from domain.world import Person, World


def not_before(person: Person, world: World) -> datetime | None:
    """The instant before which nothing is sent to this person; None for at once: citizens read when they like."""
    return leaves_at(person, world.definition, world.now, world.closed_days.days)


def leaves_at(person: Person, definition: ProcessDefinition, at: datetime, closed: Set[date]) -> datetime | None:
    """The same of a mail that no step writes."""
    hours = definition.mail_hours
    if hours is None or not (person.roles or person.department):
        return None
    return opens_at(at, hours, ZoneInfo(definition.timezone), closed)


def opens_at(now: datetime, hours: MailHours, zone: ZoneInfo, closed: Set[date]) -> datetime | None:
    """When these hours begin next; None while they last."""
    local = now.astimezone(zone)
    day, first, last = local.date(), time.fromisoformat(hours.from_), time.fromisoformat(hours.to)
    if calendar.is_working_day(day, closed) and local.time() < last:
        return None if local.time() >= first else _at(day, first, zone)
    return _at(periods.next_open(day + calendar.ONE_DAY, closed), first, zone)


def _at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, moment, zone).astimezone(UTC)
