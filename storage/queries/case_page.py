"""Everything the office sees of one case, read as one state of the data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from domain.case import Case
from domain.definition import ProcessDefinition
from domain.step import Event
from domain.world import Person
from storage import consents, outbox, people, processes, sql
from storage.known import Known
from storage.mapping import load_events, load_revision
from storage.outbox import Delivery
from storage.session import Session
from storage.tables import InboxRow

I = sql.table(InboxRow)  # noqa: E741 - one letter per table, as elsewhere


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A happening that is not recorded yet, was refused, or is held by a bug."""

    id: str
    kind: str
    by: str
    via: str
    received_at: datetime
    verdict: str | None
    error: dict[str, Any] | None
    attempts: int
    parked_at: datetime | None


_OPEN_ONES = (
    select(*[getattr(I.c, name) for name in Unfinished.__slots__])
    .where(I.c.case_id == bindparam("case"), I.c.verdict.is_(None) | (I.c.verdict != "done"))
    .order_by(I.c.received_at, I.c.id)
    .limit(200)
)


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """A case with its record, mails, people and what is under way."""

    case: Case
    definition: ProcessDefinition
    events: tuple[Event, ...]
    mails: tuple[Delivery, ...]
    people: Mapping[str, Person]
    unfinished: tuple[Unfinished, ...]

    def name(self, person_id: str) -> str:
        """The name behind an id, "" for one that is not a person's."""
        person = self.people.get(person_id)
        return "" if person is None else person.name


async def case_bundle(session: Session, known: Known, case_id: str, *, mails: bool = False) -> CaseBundle | None:
    """The whole case, or None; what became of its mails only where that is asked for."""
    found = await load_revision(session, case_id, known.cases, lock=False)
    if found is None:
        return None
    case, revision = found
    known.cases.put(case, revision)
    events = await load_events(session, case_id)
    sent = tuple(await outbox.deliveries(session, case_id)) if mails else ()
    unfinished = await _unfinished(session, case_id)
    named = {*_people_of(case, events), *(m.person_id for m in sent), *(u.by for u in unfinished)}
    names = await (await known.directory.at(session)).named(session, named)
    definition = await processes.by_hash(session, case.process)
    case = await consents.as_consented(session, case)
    return CaseBundle(case, definition, events, sent, names, unfinished)


async def history(session: Session, case_id: str) -> tuple[tuple[Event, ...], Mapping[str, Person]]:
    """The record of a case, and the people its lines name."""
    events = await load_events(session, case_id)
    return events, await people.by_ids(session, {e.by for e in events} | {_person(e) for e in events} - {""})


async def _unfinished(session: Session, case_id: str) -> tuple[Unfinished, ...]:
    found = await session.execute(_OPEN_ONES, {"case": case_id})
    return tuple(Unfinished(**row) for row in found.mappings())


def _person(event: Event) -> str:
    return str(event.facts.get("person") or "")


def _people_of(case: Case, events: tuple[Event, ...]) -> Iterator[str]:
    yield case.submitter
    yield from (person for a in case.assignments for person in (a.person, a.for_person))
    yield from (person for one in case.advice for person in (one.by, one.of))
    yield from (c.owner for c in case.commitments)
    yield from (s.person for s in case.sign_steps if s.person)
    for part in (case.texts, case.answers, case.questions, case.points, case.reasons, case.deferrals, case.decisions):
        yield from (one.by for one in part)
    for event in events:
        yield from (event.by, _person(event))
