"""Who is awaited since when: open tasks with those asked, for any number of cases at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sql
from storage.tables import AssignmentRow, PersonRow, TaskRow

T, A, P = sql.table(TaskRow), sql.table(AssignmentRow), sql.table(PersonRow)


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing a case waits for; `names` is empty where the office is asked."""

    case_id: str
    task: str
    kind: str
    role: str
    since: datetime
    due_on: date | None
    names: tuple[str, ...]


async def awaited(session: AsyncSession, ids: Sequence[str]) -> dict[str, tuple[Awaited, ...]]:
    """What these cases wait for, by case, in the order it was asked."""
    if not ids:
        return {}
    open_ones = (T.c.case_id.in_(ids), T.c.closed_at.is_(None))
    asked = (A.c.task == T.c.id) & (A.c.state == sql.code("open"))
    columns = (T.c.case_id, T.c.id, T.c.kind, T.c.role, T.c.opened_at, T.c.due_on, P.c.name)
    joined = select(*columns).select_from(T).outerjoin(A, asked).outerjoin(P, P.c.id == A.c.person)
    found: dict[str, Awaited] = {}
    for row in await session.execute(joined.where(*open_ones).order_by(T.c.position, A.c.position)):
        known = found.get(row.id)
        names = (*(known.names if known else ()), *((row.name,) if row.name else ()))
        found[row.id] = Awaited(row.case_id, row.id, row.kind, row.role, row.opened_at, row.due_on, names)
    by_case: dict[str, tuple[Awaited, ...]] = {}
    for one in found.values():
        by_case[one.case_id] = (*by_case.get(one.case_id, ()), one)
    return by_case
