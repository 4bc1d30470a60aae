"""The hash chain of a record, of a case or a wave: each line holds the hash of the one before, over ids and codes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from domain.step import Event, Fact
from domain.words import EventKind, Via


class Line(Protocol):
    """One line of a record."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def by(self) -> str: ...
    @property
    def via(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Fact]: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


class Recorded(Protocol):
    """A case or a wave: it says how many lines its record has, and how the last one ends."""

    @property
    def id(self) -> str: ...
    @property
    def events(self) -> int: ...
    @property
    def head(self) -> str: ...


_CANONICAL = json.JSONEncoder(separators=(",", ":"))


def link_hash(
    case_id: str, seq: int, kind: str, at: datetime, by: str, via: str, facts: Mapping[str, Fact], previous: str
) -> str:
    """SHA-256 over the canonical JSON of one line and its predecessor's hash."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    line = [case_id, seq, kind, stamp, by, via, sorted(facts.items()), previous]
    return hashlib.sha256(_CANONICAL.encode(line).encode()).hexdigest()


def chained(
    case_id: str, seq: int, kind: EventKind, at: datetime, by: str, via: Via, facts: Mapping[str, Fact], previous: str
) -> Event:
    """The next line of a case's record."""
    digest = link_hash(case_id, seq, kind, at, by, via, facts, previous)
    return Event(seq, kind, at, by, via, dict(facts), previous, digest)


def broken_at(of: Recorded, lines: Sequence[Line]) -> int | None:
    """Number of the first line that is wrong or missing, or None: the record is whole and ends where its owner says."""
    found = first_break(of.id, lines)
    if found is None and (len(lines), lines[-1].hash if lines else "") != (of.events, of.head):
        return min(len(lines), of.events) + 1
    return found


def first_break(owner: str, lines: Iterable[Line]) -> int | None:
    """Number of the first line that does not follow from the one before, or None: the record is whole."""
    previous, expected = "", 1
    for line in lines:
        digest = link_hash(owner, line.seq, line.kind, line.at, line.by, line.via, line.facts, previous)
        if (line.seq, line.previous, line.hash) != (expected, previous, digest):
            return expected
        previous, expected = line.hash, expected + 1
    return None
