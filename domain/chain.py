"""The hash chain of a case's record: each line holds the hash of the one before, over ids, codes and times only."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from domain.case import Case
from domain.step import Event, Fact
from domain.words import EventKind, Via

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


def broken_at(case: Case, events: Sequence[Event]) -> int | None:
    """Number of the first line that is wrong or missing, or None: the record is whole and ends where the case says."""
    found = first_break(case.id, events)
    if found is None and (len(events), events[-1].hash if events else "") != (case.events, case.head):
        return min(len(events), case.events) + 1
    return found


def first_break(case_id: str, events: Iterable[Event]) -> int | None:
    """Number of the first line that does not follow from the one before, or None: the record is whole."""
    previous, expected = "", 1
    for event in events:
        digest = link_hash(case_id, event.seq, event.kind, event.at, event.by, event.via, event.facts, previous)
        if (event.seq, event.previous, event.hash) != (expected, previous, digest):
            return expected
        previous, expected = event.hash, expected + 1
    return None
