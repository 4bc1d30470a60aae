"""The office's board and list: sleeping cases apart, what each waits for by role and department, any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from domain.words import TaskKind
from storage import sql
from storage.queries.lines import C, CaseLine, T, line, some_lines
from storage.queries.lists import CaseFilter, conditions, count
from storage.session import Session
from storage.tables import AssignmentRow, CommitmentRow, MailRow, PersonRow, TaskRow

K, A, P = sql.table(TaskRow), sql.table(AssignmentRow), sql.table(PersonRow)
OWN = TaskKind.OWN_TIME.value  # only dates: whoever has them is asked in the review

OPEN = C.c.closed_at.is_(None)
DUE = (C.c.due_on.asc().nulls_last(), C.c.opened_at, C.c.id)  # as the index of open cases has it
ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "new": (C.c.opened_at.desc(), C.c.number.desc()),
    "due": DUE,
    "title": (func.lower(T.c.title), C.c.id),
    "moved": (C.c.last_at.desc(), C.c.id),
}


@dataclass(frozen=True, slots=True)
class Waits:
    """One open task: its kind, and who is asked: the office, or people of these departments."""

    kind: str
    role: str
    departments: tuple[str, ...]


async def waits(session: Session, ids: Sequence[str]) -> dict[str, tuple[Waits, ...]]:
    """What these cases wait for, by case."""
    asked = (A.c.task == K.c.id) & (A.c.state == sql.code("open"))
    joined = select(K.c.case_id, K.c.id, K.c.kind, K.c.role, P.c.department).select_from(K).outerjoin(A, asked)
    query = joined.outerjoin(P, P.c.id == A.c.person).where(
        K.c.case_id.in_(ids), K.c.closed_at.is_(None), K.c.kind != OWN
    )
    tasks: dict[tuple[str, str], Waits] = {}
    for row in (await session.execute(query.order_by(K.c.position, A.c.position))) if ids else ():
        known = tasks.get((row.case_id, row.id))
        more = () if row.department is None else (row.department,)
        tasks[row.case_id, row.id] = Waits(row.kind, row.role, (*(known.departments if known else ()), *more))
    found: dict[str, tuple[Waits, ...]] = {}
    for (case_id, _), one in tasks.items():
        found[case_id] = (*found.get(case_id, ()), one)
    return found


async def owners(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Departments that have commitments of these cases open, the next one due first."""
    promises = sql.table(CommitmentRow)
    joined = select(promises.c.case_id, P.c.department).join(P, P.c.id == promises.c.owner)
    query = joined.where(promises.c.case_id.in_(ids), promises.c.state == "open").order_by(promises.c.due_at)
    found: dict[str, tuple[str, ...]] = {}
    for case_id, department in (await session.execute(query)) if ids else ():
        found[case_id] = tuple(dict.fromkeys((*found.get(case_id, ()), department)))
    return found


async def page(
    session: Session, wanted: CaseFilter, *, order: str, number: int, size: int
) -> tuple[tuple[CaseLine, ...], int]:
    """One page of a list in the order wished for, and how many cases there are in all."""
    sorting = ORDERS.get(order, ORDERS["new"])
    query = some_lines(conditions(wanted), sorting, limit=size, offset=(number - 1) * size)
    return tuple(line(row) for row in await session.execute(query)), await count(session, wanted)


async def mail_counts(session: Session) -> dict[str, int]:
    """How many mails wait, are being sent, or may or may not have been sent."""
    mails = sql.table(MailRow)
    under_way = mails.c.state.in_([sql.code(state) for state in ("queued", "sending", "unknown")])
    counted = select(mails.c.state, func.count()).where(under_way).group_by(mails.c.state)
    return {row[0]: row[1] for row in await session.execute(counted)}
