"""Process definitions by content hash: each case pins one, one is current."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true, update

from domain.definition import ProcessDefinition
from storage import sql
from storage.session import Session
from storage.tables import ProcessRow

# The same hash is the same content for ever, so this is never stale.
_PARSED: dict[str, ProcessDefinition] = {}


@dataclass(frozen=True, slots=True)
class Published:
    """One published version, for lists."""

    hash: str
    name: str
    published_at: datetime
    published_by: str
    current: bool


async def publish(
    session: Session, definition: ProcessDefinition, source: str, content_hash: str, *, at: datetime, by: str
) -> bool:
    """Makes this version the current one; False when it was that already."""
    if await current_hash(session) == content_hash:
        return False
    table = sql.table(ProcessRow)
    await session.execute(update(table).where(table.c.current == true()).values(current=False))
    values = {"hash": content_hash, "name": definition.id, "source": source, "current": False}
    values |= {"parsed": definition.model_dump(mode="json", by_alias=True), "published_at": at, "published_by": by}
    await sql.insert_or_ignore(session, ProcessRow, values)
    await session.execute(update(table).where(table.c.hash == content_hash).values(current=True))
    return True


async def current_hash(session: Session) -> str | None:
    """The hash that new cases pin."""
    table = sql.table(ProcessRow)
    return (await session.execute(select(table.c.hash).where(table.c.current == true()))).scalar_one_or_none()


async def current(session: Session) -> ProcessDefinition | None:
    """The definition that new cases follow."""
    content_hash = await current_hash(session)
    return None if content_hash is None else await by_hash(session, content_hash)


async def by_hash(session: Session, content_hash: str) -> ProcessDefinition:
    """The definition a case pinned; read and parsed once per process."""
    if content_hash not in _PARSED:
        table = sql.table(ProcessRow)
        found = await session.execute(select(table.c.parsed).where(table.c.hash == content_hash))
        _PARSED[content_hash] = ProcessDefinition.model_validate_json(json.dumps(found.scalar_one()))
    return _PARSED[content_hash]


async def source(session: Session, content_hash: str) -> str | None:
    """The text the definition was published from."""
    table = sql.table(ProcessRow)
    return (await session.execute(select(table.c.source).where(table.c.hash == content_hash))).scalar_one_or_none()


async def versions(session: Session) -> tuple[Published, ...]:
    """All published versions, newest first."""
    table = sql.table(ProcessRow)
    columns = (table.c.hash, table.c.name, table.c.published_at, table.c.published_by, table.c.current)
    found = await session.execute(select(*columns).order_by(table.c.published_at.desc()))
    return tuple(Published(**row) for row in found.mappings())
