"""Which cases need their course: all open ones after a restore, those that were forgotten in between."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from domain.periods import end_of
from storage import processes, sql
from storage.directory import Directory
from storage.session import Session
from storage.tables import CaseRow

C = sql.table(CaseRow)

_CALLED = select(C.c.number, C.c.process).where(C.c.id == bindparam("case"))
_ALIVE = C.c.closed_at.is_(None)


async def first_due(session: Session, directory: Directory, process: str, now: datetime) -> date:
    """Until when an idea that comes in now is to be looked at first, by the definition of this hash."""
    definition = await processes.by_hash(session, process)
    closed = await (await directory.at(session)).closed_days(session, definition.region)
    return end_of(definition.stages.intake.triage, now, ZoneInfo(definition.timezone), closed.days).on


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
