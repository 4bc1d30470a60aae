"""Forms between two pages that are too long for a cookie: sealed, found by the key of one browser, gone after hours."""

from datetime import datetime

from sqlalchemy import delete, select

from storage import sql
from storage.session import Session
from storage.tables import KeptFormRow

F = sql.table(KeptFormRow)


async def put(session: Session, form_id: str, sealed: bytes, *, until: datetime) -> None:
    """Keeps a form for as long as it may be sent."""
    await sql.insert(session, KeptFormRow, [{"id": form_id, "sealed": sealed, "expires_at": until}])


async def get(session: Session, form_id: str, now: datetime) -> bytes | None:
    """The form with this id; None for one whose time is over."""
    mine = select(F.c.sealed).where(F.c.id == form_id, F.c.expires_at > now)
    found: bytes | None = (await session.execute(mine)).scalar_one_or_none()
    return found


async def remove(session: Session, form_id: str) -> None:
    """It has served."""
    await session.execute(delete(F).where(F.c.id == form_id))


async def forget(session: Session, now: datetime) -> int:
    """Removes those whose time is over."""
    return await sql.changed(session, delete(F).where(F.c.expires_at <= now))
