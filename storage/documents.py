"""Laws and documents that ideas wait for: added and marked as in force by the office; many may wait for one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import func, select

from domain.errors import RuleBroken
from storage import sql
from storage.session import Session
from storage.tables import DocumentRow

D = sql.table(DocumentRow)
LOCK = "documents"  # whoever adds one holds this counter: two of one name could not be told apart
MOST = 500


@dataclass(frozen=True, slots=True)
class Document:
    """One of them; without a date it is not in force."""

    id: str
    name: str
    added_at: datetime
    added_by: str
    in_force_on: date | None
    marked_at: datetime | None
    marked_by: str


async def all_documents(session: Session) -> list[Document]:
    """What is still awaited first, each group by name."""
    order = (D.c.in_force_on.is_not(None), func.lower(D.c.name), D.c.id)
    found = await session.execute(select(*(D.c[name] for name in Document.__slots__)).order_by(*order).limit(MOST))
    return [Document(**row) for row in found.mappings()]


async def one(session: Session, document_id: str) -> Document | None:
    """The document with this id."""
    found = await session.execute(select(*(D.c[name] for name in Document.__slots__)).where(D.c.id == document_id))
    row = found.mappings().one_or_none()
    return None if row is None else Document(**row)


async def add(session: Session, name: str, *, at: datetime, by: str) -> str:
    """A new one, its name as it is to be read; its id. Raises RuleBroken where there is one of that name."""
    await sql.next_number(session, LOCK)
    known = await all_documents(session)
    if any(document.name.casefold() == name.casefold() for document in known):
        raise RuleBroken("document.known")
    if len(known) >= MOST:
        raise RuleBroken("document.too_many", most=MOST)
    document_id = uuid4().hex
    row = {"id": document_id, "name": name, "added_at": at, "added_by": by, "in_force_on": None}
    await sql.insert(session, DocumentRow, [row | {"marked_at": None, "marked_by": ""}])
    return document_id


async def mark(session: Session, document_id: str, in_force_on: date | None, *, at: datetime, by: str) -> None:
    """From this day on it is in force; without a day it is not, after all. Who slept for it and woke stays awake."""
    if await one(session, document_id) is None:
        raise RuleBroken("document.unknown")
    await sql.change(session, D, document_id, {"in_force_on": in_force_on, "marked_at": at, "marked_by": by})
