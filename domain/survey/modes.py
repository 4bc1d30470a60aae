"""The three modes of a survey, frozen once somebody was invited, and whether a table of answers can keep one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.errors import RuleBroken
from domain.survey.protection import Thresholds


class Mode(StrEnum):
    """Who can tell who said what."""

    NAMED = "named"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Column(StrEnum):
    """What a column of the table of answers is, as far as it could lead to somebody."""

    ANSWER = "answer"
    WAVE = "wave"
    RANDOM = "random"  # an id that says nothing
    PERSON = "person"
    PSEUDONYM = "pseudonym"
    INVITATION = "invitation"
    TIME = "time"
    SEQUENCE = "sequence"  # numbers, and ids that begin with a time
    SOURCE = "source"  # address or program it came from


_HARMLESS = frozenset({Column.ANSWER, Column.WAVE, Column.RANDOM})
ALLOWED: Mapping[Mode, frozenset[Column]] = {
    Mode.ANONYMOUS: _HARMLESS,
    Mode.CONFIDENTIAL: _HARMLESS | {Column.PSEUDONYM, Column.TIME},
    Mode.NAMED: _HARMLESS | {Column.PERSON, Column.INVITATION, Column.TIME, Column.SEQUENCE},
}
NEEDED: Mapping[Mode, Column | None] = {
    Mode.ANONYMOUS: None,
    Mode.CONFIDENTIAL: Column.PSEUDONYM,
    Mode.NAMED: Column.PERSON,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything of a survey that the promise speaks of."""

    mode: Mode
    thresholds: Thresholds = field(default_factory=Thresholds)
    reminders: int = 0
    free_text: bool = False  # whether any question asks for one
    resumable: bool = True
    resolvers: str = ""  # who may find out whose answers they are, in words; confidential only
    readers: str = ""  # who reads answers with names, in words; named only
    results_on: date | None = None  # when results appear at the latest
    entered: bool = False  # whoever reads it was not invited, but confirmed an address
    pairs: bool = False  # the same people are asked before and after, and what each said is compared


def changed_mode(now: Mode, wanted: Mode, invited_at: datetime | None) -> Mode:
    """The mode from now on. Raises `mode.frozen` once the first invitation has left."""
    if wanted is not now and invited_at is not None:
        raise RuleBroken("mode.frozen", mode=now.value)
    return wanted


def check_settings(settings: Settings) -> None:
    """Raises `mode.nobody_named` where the promise would have to name people and none are given."""
    if settings.mode is Mode.CONFIDENTIAL and not settings.resolvers:
        raise RuleBroken("mode.nobody_named", what="resolvers")
    if settings.mode is Mode.NAMED and not settings.readers:
        raise RuleBroken("mode.nobody_named", what="readers")


def check_columns(mode: Mode, columns: Iterable[tuple[str, Column]]) -> None:
    """Raises `mode.columns` unless the table of answers can keep the promise; asked again when a wave starts."""
    given = list(columns)
    for name, kind in given:
        if kind not in ALLOWED[mode]:
            raise RuleBroken("mode.columns", mode=mode.value, column=name, kind=kind.value)
    needed = NEEDED[mode]
    if needed is not None and needed not in {kind for _, kind in given}:
        raise RuleBroken("mode.columns", mode=mode.value, column=None, kind=needed.value)
