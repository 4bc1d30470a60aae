"""What needs care: for the office, what is stuck and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, select, union_all

from domain.words import AssignmentState
from storage import sql
from storage.outbox import TROUBLED
from storage.queries.lines import C
from storage.queries.lines import T as TEXTS
from storage.session import Session
from storage.tables import AssignmentRow, InboxRow, MailRow, PersonRow, TaskRow

I, O, T = sql.table(InboxRow), sql.table(MailRow), sql.table(TaskRow)  # noqa: E741
A, P = sql.table(AssignmentRow), sql.table(PersonRow)

_OPEN = and_(T.c.closed_at.is_(None), C.c.paused_at.is_(None))
_LOST = and_(TROUBLED, C.c.closed_at.is_(None))
_LEFT = and_(
    A.c.state == sql.code(AssignmentState.OPEN),
    exists().where(P.c.id == A.c.person, P.c.active == false()),
    C.c.closed_at.is_(None),
)
_KIND = select(T.c.kind).where(T.c.id == A.c.task).scalar_subquery()
_WHY: tuple[tuple[str, Any, Any, Any, ColumnElement[bool]], ...] = (
    ("staff", T, T.c.opened_at, T.c.kind, and_(T.c.kind == sql.code("staff"), _OPEN)),
    ("overdue", T, T.c.overdue_at, T.c.kind, and_(T.c.overdue_at.is_not(None), T.c.kind != "staff", _OPEN)),
    ("left", A, A.c.opened_at, _KIND, _LEFT),
    ("mail", O, O.c.created_at, O.c.mail, _LOST),
    ("stuck", I, I.c.received_at, I.c.kind, I.c.parked_at.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Intervention:
    """One thing somebody of the office has to look at."""

    why: str  # "staff", "overdue", "left", "mail", "stuck"
    case_id: str
    number: str
    title: str
    since: datetime
    what: str  # kind of task, of mail, of happening
    id: str  # of the task, assignment, mail or inbox row


async def interventions(session: Session, *, limit: int = 50) -> list[Intervention]:
    """What nobody acts on by themselves, oldest first."""
    parts = [_some(*one, limit=limit) for one in _WHY]
    found = [Intervention(*row) for row in await session.execute(union_all(*parts))]
    return sorted(found, key=lambda one: one.since)[:limit]


def _some(why: str, table: Any, since: Any, what: Any, condition: ColumnElement[bool], *, limit: int) -> Select[Any]:
    """The oldest of one kind; in brackets of their own, as a limit inside a union must stand for SQLite."""
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    columns = (literal(why), C.c.id, C.c.number, func.coalesce(TEXTS.c.title, ""), since, what, table.c.id)
    names = Intervention.__slots__
    named = [column.label(name) for column, name in zip(columns, names, strict=True)]
    found = select(*named).select_from(table).join(C, C.c.id == table.c.case_id).outerjoin(TEXTS, newest)
    return select(found.where(condition).order_by(since).limit(limit).subquery())
