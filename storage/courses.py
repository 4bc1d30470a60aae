"""Which cases need their course: all open ones after a restore, those that were forgotten in between."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from storage import sql
from storage.session import Session
from storage.tables import CaseRow

C = sql.table(CaseRow)

_CALLED = select(C.c.number, C.c.process).where(C.c.id == bindparam("case"))
_ALIVE = C.c.closed_at.is_(None)


async def number_and_process(session: Session, case_id: str) -> tuple[str, str]:
    """What people call this case and the hash of the definition it follows; "" for a case that is not there."""
    found = (await session.execute(_CALLED, {"case": case_id})).one_or_none()
    return ("", "") if found is None else (found.number, found.process)


async def living(session: Session, after: str = "", limit: int = 500) -> list[str]:
    """Cases that need a course, by id: the open ones; `after` is the last id of the page before."""
    found = await session.execute(select(C.c.id).where(_ALIVE, C.c.id > after).order_by(C.c.id).limit(limit))
    return list(found.scalars())


async def living_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these cases that need a course; closed and unknown ones do not."""
    found = await session.execute(select(C.c.id).where(_ALIVE, C.c.id.in_(sorted(set(ids)))))
    return set(found.scalars())


async def forgotten(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Open cases whose wake-up was due before then and is still to come."""
    late = C.c.closed_at.is_(None) & (C.c.wake < before)
    found = await session.execute(select(C.c.id).where(late).order_by(C.c.id).limit(limit))
    return list(found.scalars())
