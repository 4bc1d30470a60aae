"""`import FILE.csv`: ideas as the office's; all or nothing, and the same line of the same file only once."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from contracts.messenger import Letter, Messenger
from domain.happenings import Submitted
from domain.telling import office_of
from domain.words import Role, Source, Via
from storage import inbox, people, processes
from storage.engine import Database, Session
from umlauf.errors import Impossible
from umlauf.idea_csv import ImportedIdea, read_ideas
from umlauf.messenger import TemporalMessenger
from umlauf.settings import Settings
from umlauf.temporal import connect

IMPORTED = UUID("1d5a3a52-5c4d-4d6a-8a0e-5f1b6f0f9a77")  # namespace of ids derived from what was imported
IN_FLIGHT = 10


@dataclass(frozen=True)
class Report:
    """What an import did."""

    new: int
    known: int


async def import_csv(settings: Settings, file: Path) -> Report:
    """Imports a file and brings each idea to its course; what Temporal does not take now is redelivered."""
    db = Database(settings.database_url)
    try:
        letters, known = await take_in(db, file, datetime.now(UTC))
        client = await connect("import", lazy=True)
        await bring_all(TemporalMessenger(client, db), letters)
        return Report(len(letters), known)
    finally:
        await db.close()


async def take_in(db: Database, file: Path, now: datetime) -> tuple[list[Letter], int]:
    """Commits all ideas of the file in one transaction; how many were known already."""
    async with db.read() as session:
        definition = await processes.current(session)
    if definition is None:
        raise Impossible("Publish a process first: ideas name its themes.")
    ideas = read_ideas(file, definition)
    async with db.write() as session:
        letters = [letter for idea in ideas if (letter := await _take_one(session, idea, now)) is not None]
    return letters, len(ideas) - len(letters)


async def _take_one(session: Session, idea: ImportedIdea, now: datetime) -> Letter | None:
    case_id = uuid5(IMPORTED, f"{idea.field}/{idea.number}/{idea.text.title}").hex
    happening_id = uuid5(IMPORTED, f"{case_id}/submitted").hex
    if await inbox.exists(session, happening_id):
        return None
    process = await processes.current_hash(session) or ""
    offices = office_of(await people.holding(session, Role.OFFICE))
    if not offices:
        raise Impossible("Import people first: somebody must have the role “office”.")
    office = offices[0].id
    await inbox.open_case(
        session, case_id, process=process, submitter=office, source=Source.IMPORT, at=now, year=now.year
    )
    happening = Submitted(id=happening_id, by=office, via=Via.IMPORT, at=now, text=idea.text)
    return await inbox.put(session, case_id, happening)


async def bring_all(messenger: Messenger, letters: list[Letter]) -> None:
    """Brings letters to their courses, ten in flight: more is slower."""
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def bring(letter: Letter) -> None:
        async with gate:
            await messenger.bring(letter)

    await asyncio.gather(*(bring(letter) for letter in letters))
