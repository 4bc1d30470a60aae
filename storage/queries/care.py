"""What needs care: for the office what is stuck and why, for the worker which courses to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sql
from storage.outbox import TROUBLED, UNSENT
from storage.queries.lines import C
from storage.queries.lines import T as TEXTS
from storage.tables import InboxRow, MailRow, TaskRow

I, O, T = sql.table(InboxRow), sql.table(MailRow), sql.table(TaskRow)  # noqa: E741

_OPEN = T.c.closed_at.is_(None)
_LOST = and_(TROUBLED, C.c.closed_at.is_(None))
_WHY: tuple[tuple[str, Any, Any, Any, ColumnElement[bool]], ...] = (
    ("staff", T, T.c.opened_at, T.c.kind, and_(T.c.kind == "staff", _OPEN)),
    ("overdue", T, T.c.overdue_at, T.c.kind, and_(T.c.overdue_at.is_not(None), T.c.kind != "staff", _OPEN)),
    ("mail", O, O.c.created_at, O.c.mail, _LOST),
    ("stuck", I, I.c.received_at, I.c.kind, I.c.parked_at.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing somebody of the office has to look at."""

    why: str  # "staff", "overdue", "mail", "stuck"
    case_id: str
    number: str
    title: str
    since: datetime
    what: str  # kind of task, of mail, of happening
    id: str  # of the task, mail or inbox row


async def interventions(session: AsyncSession, *, limit: int = 50) -> list[Intervention]:
    """What nobody acts on by themselves, oldest first."""
    found: list[Intervention] = []
    for why, table, since, what, condition in _WHY:
        query = _about(table, why, since, what).where(condition).order_by(since).limit(limit)
        found += [Intervention(*row) for row in await session.execute(query)]
    return sorted(found, key=lambda one: one.since)[:limit]


def _about(table: Any, why: str, since: Any, what: Any) -> Select[Any]:
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    columns = (literal(why), C.c.id, C.c.number, func.coalesce(TEXTS.c.title, ""), since, what, table.c.id)
    return select(*columns).select_from(table).join(C, C.c.id == table.c.case_id).outerjoin(TEXTS, newest)


async def to_look_at(session: AsyncSession, before: datetime, *, limit: int = 500) -> list[str]:
    """Cases whose wake-up or whose mail should have been taken before then: their course needs a look."""
    woken = and_(C.c.closed_at.is_(None), C.c.wake < before)
    first = list((await session.execute(select(C.c.id).where(woken).order_by(C.c.wake).limit(limit))).scalars())
    late = and_(O.c.case_id.is_not(None), UNSENT, O.c.next_try < before, O.c.created_at < before)
    mails = select(O.c.case_id).where(late).distinct().limit(limit)
    return list(dict.fromkeys([*first, *(await session.execute(mails)).scalars()]))[:limit]


async def open_cases(session: AsyncSession, *, after: str = "", limit: int = 500) -> Sequence[str]:
    """Cases that need a course: open, or with mail to send; by id, the next page after the last one."""
    waiting = exists().where(O.c.case_id == C.c.id, UNSENT)
    alive = or_(C.c.closed_at.is_(None), waiting)
    query = select(C.c.id).where(C.c.id > after, alive).order_by(C.c.id).limit(limit)
    return (await session.execute(query)).scalars().all()


async def needs_course(session: AsyncSession, case_id: str) -> bool:
    """Whether this case is known and open, or has mail to send."""
    waiting = exists().where(O.c.case_id == C.c.id, UNSENT)
    query = select(C.c.id).where(C.c.id == case_id, or_(C.c.closed_at.is_(None), waiting))
    return (await session.execute(query)).first() is not None
