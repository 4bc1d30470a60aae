"""What follows from a happening: the new case, lines for the record, and who is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.case import Case
from domain.definition import Digest
from domain.happenings import Happening
from domain.words import EventKind, Via

Fact = str | int | None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the record: ids, codes and times only; sentences and names are in rows that can be blanked."""

    seq: int  # 1, 2, 3 … per case
    kind: EventKind
    at: datetime
    by: str  # person id, "clock" or "post"
    via: Via
    facts: Mapping[str, Fact]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to one person; `key` is stable, so the same notice is never written twice."""

    mail: str  # folder in templates/mail
    to: str  # person id
    key: str
    event: EventKind
    assignment: str = ""  # the task link the mail carries; "" for the submitter's or the office's
    facts: Mapping[str, Fact] = field(default_factory=dict)
    digest: Digest = False  # whether it may wait for the daily mail


@dataclass(frozen=True, slots=True)
class Step:
    """A happening, answered."""

    case: Case
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    elsewhere: tuple[tuple[str, Happening], ...] = ()  # what happens to other cases because of it, by case id
