"""The board: open cases by stage, those due first, with what each waits for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.words import Stage
from storage.queries.awaited import Awaited, awaited
from storage.queries.lines import C, CaseLine, line, some_lines


@dataclass(frozen=True, slots=True)
class Column:
    """One stage; `total` counts also what is not shown."""

    stage: Stage
    total: int
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All stages in their order, and what the cases shown wait for."""

    columns: tuple[Column, ...]
    awaited: Mapping[str, tuple[Awaited, ...]] = field(default_factory=dict)


async def board(session: AsyncSession, *, per_stage: int = 30) -> Board:
    """Open cases by stage, at most so many of each."""
    totals = await open_by_stage(session)
    columns = []
    for stage in Stage:
        order = (C.c.due_on.is_(None), C.c.due_on, C.c.opened_at, C.c.id)
        due_first = some_lines((C.c.stage == stage.value, C.c.closed_at.is_(None)), order, limit=per_stage)
        found = tuple(line(row) for row in await session.execute(due_first)) if totals.get(stage) else ()
        columns.append(Column(stage, totals.get(stage, 0), found))
    shown = [one.id for column in columns for one in column.lines]
    return Board(tuple(columns), await awaited(session, shown))


async def open_by_stage(session: AsyncSession) -> dict[Stage, int]:
    """How many open cases each stage holds."""
    counted = select(C.c.stage, func.count()).where(C.c.closed_at.is_(None), C.c.version > 0).group_by(C.c.stage)
    return {Stage(row[0]): row[1] for row in await session.execute(counted)}


async def by_state(session: AsyncSession) -> dict[str, int]:
    """How many cases are in each state, ended ones included."""
    counted = select(C.c.state, func.count()).where(C.c.version > 0).group_by(C.c.state)
    return {row[0]: row[1] for row in await session.execute(counted)}
