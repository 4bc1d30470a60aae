"""Who was written to without duty, and when: what the contact budget counts."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import bindparam, delete, select

from domain.survey.contact import Purpose
from storage import sql
from storage.session import Session
from storage.tables import ContactRow

C = sql.table(ContactRow)
KEPT = timedelta(days=400)  # the longest window of a budget
_RECENT = select(C.c.person_id, C.c.at).where(
    C.c.person_id.in_(bindparam("people", expanding=True)), C.c.at > bindparam("since")
)


async def recent(session: Session, people: Iterable[str], now: datetime) -> dict[str, list[datetime]]:
    """When each of these people was written to, as far back as any budget looks."""
    wanted = sorted(set(people))
    found: dict[str, list[datetime]] = {person: [] for person in wanted}
    if wanted:
        for person, at in await session.execute(_RECENT, {"people": wanted, "since": now - KEPT}):
            found[person].append(at)
    return found


async def note(session: Session, people: Mapping[str, Purpose], at: datetime) -> None:
    """These people are written to now."""
    rows = [{"id": uuid4().hex, "person_id": one, "at": at, "purpose": why.value} for one, why in people.items()]
    await sql.insert(session, ContactRow, rows)


async def forget(session: Session, before: datetime) -> int:
    """Removes what no budget counts any more."""
    return await sql.changed(session, delete(C).where(C.c.at < before))
