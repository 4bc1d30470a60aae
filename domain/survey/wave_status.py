"""What follows from a wave alone: the next instant at which its clock has something to do."""

from collections.abc import Iterator
from datetime import datetime

from domain import calendar
from domain.survey.wave_nouns import Wave, WaveWorld
from domain.survey.wave_words import WaveState

ASKING = frozenset({WaveState.INVITING, WaveState.OPEN})


def wake_of(wave: Wave, world: WaveWorld) -> datetime | None:
    """None only for a wave that has ended or to which nothing happened yet."""
    if wave.ended or wave.plan is None:
        return None
    if wave.paused_at is not None:
        return wave.look_at
    return min(_alarms(wave, world), default=None)


def starts_at(wave: Wave, world: WaveWorld) -> datetime | None:
    """The morning of its first day."""
    return None if wave.starts_on is None else calendar.morning_of(wave.starts_on, world.zone)


def closes_at(wave: Wave, world: WaveWorld) -> datetime | None:
    """The end of its last day."""
    return None if wave.closes_on is None else calendar.end_of(wave.closes_on, world.zone)


def next_reminder(wave: Wave, world: WaveWorld) -> datetime | None:
    """The next reminder, as long as there is one before the close."""
    if wave.reminded >= len(wave.remind_on):
        return None
    return calendar.morning_of(wave.remind_on[wave.reminded], world.zone)


def response_alarm(wave: Wave, world: WaveWorld) -> datetime | None:
    """The ladder of the answer: its owner is reminded, then it is overdue, then it is looked at again and again."""
    if wave.response_on is None or wave.response_overdue_at is not None:
        return wave.look_at
    if wave.response_remind_on is not None and wave.response_reminded_at is None:
        return calendar.morning_of(wave.response_remind_on, world.zone)
    return calendar.end_of(wave.response_on, world.zone)


def _alarms(wave: Wave, world: WaveWorld) -> Iterator[datetime]:
    alarms: tuple[datetime | None, ...] = (wave.look_at,)
    if wave.state is WaveState.PLANNED:
        alarms = (starts_at(wave, world),)
    elif wave.state in ASKING:
        look = wave.look_at if wave.state is WaveState.INVITING else None
        alarms = (closes_at(wave, world), next_reminder(wave, world), look)
    elif wave.state is WaveState.ANSWERING:
        alarms = (response_alarm(wave, world),)
    yield from (alarm for alarm in alarms if alarm is not None)
