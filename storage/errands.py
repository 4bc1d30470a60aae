"""The list of errands of a wave: each "<errand>:<step that asked for it>", and "@<seconds>" where it has to wait."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from math import ceil

from domain.survey.wave_words import Errand

HELD_WHILE_PAUSED = frozenset({Errand.INVITE, Errand.REMIND, Errand.EVALUATE})


def entry_of(errand: StrEnum, step: int) -> str:
    """Asking again at another step is another entry."""
    return f"{errand.value}:{step}"


def errand_of(entry: str) -> Errand:
    """What it asks for."""
    return Errand(entry.partition(":")[0])


def waits_until(entry: str) -> datetime | None:
    """Until when it waits, if it does."""
    at = entry.partition("@")[2]
    return datetime.fromtimestamp(float(at), UTC) if at else None


def postponed(entry: str, until: datetime) -> str:
    """The same, to be carried out again then."""
    return f"{entry.partition('@')[0]}@{ceil(until.timestamp())}"


def due(entries: Iterable[str], at: datetime, *, paused: bool) -> list[str]:
    """Those to be carried out now; some are held while clocks stand still."""
    return [one for one in running(entries, paused=paused) if (until := waits_until(one)) is None or until <= at]


def next_due(entries: Iterable[str], at: datetime, *, paused: bool) -> datetime | None:
    """When the next of those that wait is due."""
    waits = (waits_until(one) for one in running(entries, paused=paused))
    return min((until for until in waits if until is not None and until > at), default=None)


def running(entries: Iterable[str], *, paused: bool) -> Sequence[str]:
    """Those that are not held."""
    return [one for one in entries if not (paused and errand_of(one) in HELD_WHILE_PAUSED)]
