"""The three modes of a survey, frozen once somebody was invited, and the promise that follows from the mode.

Sentences are English ones with places to fill in; the edge translates them by their text, as everywhere.
"""

from collections.abc import Iterable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Promised:
    """One sentence of the promise with what is filled in."""

    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


VOLUNTARY = "Taking part is voluntary. You may leave out any question."
NAMED = "Your answers are kept together with your name."
READERS = "These read them with your name: {readers}."
CONFIDENTIAL = "Your answers are kept under a code instead of your name."
RESOLVERS = (
    "Only these may find out whose answers they are: {resolvers}. They need a reason and a second person, "
    "and each time is recorded."
)
ANONYMOUS = (
    "Your answers are anonymous. They are kept apart from the list of those invited, without name, address, "
    "time or order, and nobody can put the two together again."
)
FLAG = "We only note that you took part, so that nobody reminds you."
FINAL = "That is why we can neither show, change nor delete your answers once you have sent them."
GROUPS = "Results are shown for groups of {least} people or more only; free texts from {texts} texts on."
TOO_FEW = "If fewer than {least} people answer, no results are shown at all."
FREE_TEXT = "Please write nothing in a free text that tells who you are."
RESUME_LINK = "You can break off and go on later by the same link."
RESUME_CODE = (
    "You can break off and go on later by a code that we show you. Whoever has the code can read what you entered; "
    "without it nobody can. It is deleted when you send your answers, and when the survey closes."
)
NO_REMINDER = "You will not be reminded."
ONE_REMINDER = "You will be reminded once at most, and not after you have answered."
REMINDERS = "You will be reminded at most {count} times, and not after you have answered."
RESULTS = "You will hear by {day} at the latest what came of it, whether you take part or not."
HEAR = "You will hear what came of it, whether you take part or not."
SENTENCES = (
    VOLUNTARY,
    NAMED,
    READERS,
    CONFIDENTIAL,
    RESOLVERS,
    ANONYMOUS,
    FLAG,
    FINAL,
    GROUPS,
    TOO_FEW,
    FREE_TEXT,
    RESUME_LINK,
    RESUME_CODE,
    NO_REMINDER,
    ONE_REMINDER,
    REMINDERS,
    RESULTS,
    HEAR,
)


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


def promise(settings: Settings) -> tuple[Promised, ...]:
    """What the respondent reads before the first question: generated, so that it cannot say what is not so."""
    check_settings(settings)
    return (Promised(VOLUNTARY), *_who(settings), *_shown(settings), *_contact(settings))


def _who(settings: Settings) -> Iterator[Promised]:
    if settings.mode is Mode.NAMED:
        yield from (Promised(NAMED), Promised(READERS, {"readers": settings.readers}))
    elif settings.mode is Mode.CONFIDENTIAL:
        yield from (Promised(CONFIDENTIAL), Promised(RESOLVERS, {"resolvers": settings.resolvers}))
    else:
        yield from (Promised(ANONYMOUS), Promised(FLAG), Promised(FINAL))


def _shown(settings: Settings) -> Iterator[Promised]:
    least = settings.thresholds.figures
    if settings.mode is not Mode.NAMED:
        yield Promised(GROUPS, {"least": least, "texts": max(least, settings.thresholds.free_text)})
        yield Promised(TOO_FEW, {"least": least})
        if settings.free_text:
            yield Promised(FREE_TEXT)
    if settings.resumable:
        yield Promised(RESUME_CODE if settings.mode is Mode.ANONYMOUS else RESUME_LINK)


def _contact(settings: Settings) -> Iterator[Promised]:
    few = {0: Promised(NO_REMINDER), 1: Promised(ONE_REMINDER)}
    yield few.get(settings.reminders, Promised(REMINDERS, {"count": settings.reminders}))
    yield Promised(RESULTS, {"day": settings.results_on.isoformat()}) if settings.results_on else Promised(HEAR)
