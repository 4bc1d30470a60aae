"""Which cases need their course: all open ones after a restore, those that were forgotten in between."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from storage import sql
from storage.outbox import unsent_mail
from storage.session import Session
from storage.tables import CaseRow, MailRow

C, O = sql.table(CaseRow), sql.table(MailRow)  # noqa: E741 - one letter per table, as elsewhere

_MAIL = select(O.c.id).where(O.c.case_id == C.c.id, unsent_mail())
_ALIVE = C.c.closed_at.is_(None) | _MAIL.exists()


async def living(session: Session, after: str = "", limit: int = 500) -> list[str]:
    """Cases that need a course, by id: open, or closed with mail to send; `after` is the last id of the page before."""
    found = await session.execute(select(C.c.id).where(_ALIVE, C.c.id > after).order_by(C.c.id).limit(limit))
    return list(found.scalars())


async def living_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these cases that need a course; closed and unknown ones do not."""
    found = await session.execute(select(C.c.id).where(_ALIVE, C.c.id.in_(sorted(set(ids)))))
    return set(found.scalars())


async def forgotten(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Cases whose wake-up, or whose mail, was due before then and is still to come."""
    late = C.c.closed_at.is_(None) & (C.c.wake < before)
    due = func.coalesce(O.c.claimed_until, O.c.next_try)
    waiting = select(O.c.case_id).where(O.c.case_id.is_not(None), unsent_mail(), due < before)
    found = await session.execute(select(C.c.id).where(late | C.c.id.in_(waiting)).order_by(C.c.id).limit(limit))
    return list(found.scalars())
