"""A small town for storage tests: real process, real rules, people, and ideas that things happen to."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from contracts.course import Facts, Note
from domain.advance import advance
from domain.case import Case
from domain.happenings import HAPPENING, Happening
from domain.step import Step
from domain.words import Source
from domain.world import ClosedDays, World
from storage import calendars, inbox, outbox, people, processes
from storage.engine import Database
from storage.mapping import load_case
from storage.outbox import NewMail
from storage.people import PersonIn
from storage.record import Decide, record_step
from storage.session import Session
from umlauf.definition_file import LoadedDefinition, load_definition

EXAMPLE = Path(__file__).parents[2] / "examples" / "norderstedt" / "process.yaml"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TITLE = "Bänke für alle <script>alert(1)</script>"
BENEFIT = {"group": "Ältere Menschen", "how": "Sie können unterwegs ausruhen."}


async def write_letters(session: Session, case: Case, step: Step, world: World) -> None:
    """One mail per notice, sealed by nobody: what real letters do to the outbox."""
    for notice in step.notices:
        mail = NewMail(
            id=uuid4().hex,
            mail=notice.mail,
            language="de",
            dedup_key=notice.key,
            recipient=b"sealed",
            sealed=b"sealed",
            created_at=world.now,
            case_id=case.id,
            assignment=notice.assignment,
            person_id=notice.to,
        )
        await outbox.add(session, mail)


@cache
def example() -> LoadedDefinition:
    """The example's process: reading it takes longer than most tests."""
    return load_definition(EXAMPLE)


@dataclass
class Town:
    """Lets ideas come in and things happen to them, as API and course do it."""

    db: Database
    now: datetime = MONDAY
    people: dict[str, str] = field(default_factory=dict)
    process: str = ""
    decide: Decide = advance

    async def settle(self) -> None:
        loaded = example()
        self.process = loaded.content_hash
        days = ClosedDays("SH-test", frozenset({date(2026, 4, 3), date(2026, 4, 6)}), 2030)
        async with self.db.write() as session:
            await processes.publish(
                session, loaded.definition, loaded.text, loaded.content_hash, at=self.now, by="operator"
            )
            await calendars.put(session, "SH", days, at=self.now)
            for name, department, roles in PEOPLE:
                person = PersonIn(name, f"{name}@example.org", department=department, roles=frozenset(roles))
                self.people[name], _ = await people.put(session, person, at=self.now)

    async def idea(self, submitter: str = "ute", **text: Any) -> str:
        """An idea that waits for triage."""
        case_id = await self.shell(submitter)
        await self.happen(case_id, "submitted", submitter, text={"title": TITLE, "benefits": [BENEFIT], **text})
        return case_id

    async def shell(self, submitter: str = "ute") -> str:
        """A case nothing has happened to yet."""
        case_id = uuid4().hex
        async with self.db.write() as session:
            await inbox.open_case(
                session,
                case_id,
                process=self.process,
                submitter=self.people[submitter],
                source=Source.FORM,
                at=self.now,
                year=2026,
            )
        return case_id

    def happening(self, kind: str, by: str, **fields: Any) -> Happening:
        known = {"id": uuid4().hex, "kind": kind, "by": self.people.get(by, by), "via": "office", "at": self.now}
        return HAPPENING.validate_python(known | fields)

    async def receive(self, case_id: str, kind: str, by: str, **fields: Any) -> str:
        """Accepted, not yet recorded."""
        happening = self.happening(kind, by, **fields)
        async with self.db.write() as session:
            await inbox.put(session, case_id, happening)
        return happening.id

    async def happen(self, case_id: str, kind: str, by: str, **fields: Any) -> Facts:
        """Accepted and recorded."""
        return await self.record(case_id, await self.receive(case_id, kind, by, **fields))

    async def record(self, case_id: str, inbox_id: str = "") -> Facts:
        note = Note(case_id, inbox_id, self.now.timestamp())
        return await record_step(self.db, note, self.decide, write_letters)

    async def case(self, case_id: str) -> Case:
        async with self.db.read() as session:
            case = await load_case(session, case_id, lock=False)
        assert case is not None
        return case

    async def in_review(self) -> str:
        case_id = await self.idea()
        facts = await self.happen(case_id, "accepted", "olga", public=True)
        assert facts.verdict == "done"
        return case_id

    def later(self, **step: float) -> None:
        self.now += timedelta(**step)


PEOPLE = (
    ("olga", "digital", ("office",)),
    ("rita", "social", ("reviewer",)),
    ("rolf", "mobility", ("reviewer", "owner")),
    ("rosa", "planning", ("reviewer",)),
    ("dora", "leadership", ("decider",)),
    ("ute", "", ()),
)
