"""What follows from a round alone: the next instant at which its clock has something to do."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import calendar
from domain.rounds.nouns import Round, RoundWorld
from domain.rounds.words import RoundState


def wake_of(round_: Round, world: RoundWorld) -> datetime | None:
    """None only for a round that has ended or to which nothing happened yet."""
    if round_.ended or round_.plan is None:
        return None
    return min(_alarms(round_, world), default=None)


def opens_at(round_: Round, world: RoundWorld) -> datetime | None:
    """The morning of its first day."""
    return None if round_.opens_on is None else calendar.morning_of(round_.opens_on, world.zone)


def closes_at(round_: Round, world: RoundWorld) -> datetime | None:
    """The end of its last day."""
    return None if round_.closes_on is None else calendar.end_of(round_.closes_on, world.zone)


def over(last: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether this day is past, whoever has noticed it."""
    return calendar.end_of(last, zone) <= now


def next_reminder(round_: Round, world: RoundWorld) -> datetime | None:
    """The next planned reminder, as long as there is one before the close."""
    if round_.reminded >= len(round_.remind_on):
        return None
    return calendar.morning_of(round_.remind_on[round_.reminded], world.zone)


def _alarms(round_: Round, world: RoundWorld) -> Iterator[datetime]:
    alarms: tuple[datetime | None, ...] = (round_.look_at,)
    if round_.state is RoundState.ANNOUNCED:
        alarms = (opens_at(round_, world),)
    elif round_.state is RoundState.OPEN:
        alarms = (closes_at(round_, world), next_reminder(round_, world))
    yield from (alarm for alarm in alarms if alarm is not None)
