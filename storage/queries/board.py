"""The board: open cases by stage and by how far each measure is, filtered, a part of each column at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union_all

from domain.words import MeasureState, Stage, State
from storage.queries.board_counts import SLEEPING, Mark, Totals, counts
from storage.queries.board_filter import ASLEEP, AWAKE, BoardFilter, conditions
from storage.queries.lines import C, CaseLine, line, lines, some_lines
from storage.queries.office import DUE
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one column, or of one part of it; `total` counts also what is not shown."""

    stage: str
    measure: str  # "" for the whole column
    total: int
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The board: what there is, the first of it, and the state it is in."""

    totals: Totals
    groups: tuple[Group, ...]
    sleeping: tuple[CaseLine, ...]
    mark: Mark = field(default_factory=Mark)

    @property
    def ids(self) -> list[str]:
        """All cases that are shown."""
        return [one.id for group in self.groups for one in group.lines] + [one.id for one in self.sleeping]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the board that is read for itself: its cases, and how many of them at most."""

    stage: str
    measure: str
    total: int
    limit: int

    @property
    def here(self) -> tuple[ColumnElement[bool], ...]:
        if self.stage == SLEEPING:
            return ASLEEP
        more = (C.c.measure == self.measure,) if self.measure else ()
        return (*AWAKE, C.c.stage == self.stage, *more)


async def shown(session: Session, wanted: BoardFilter, today: date, each: int, only: str = "") -> Shown:
    """The first cases of each column, those due first; of follow-up, of each state of its measures.

    `only` one column, where one is asked for.
    """
    counted, mark = await counts(session, wanted, today)
    parts = [part for part in _parts(counted, each) if only in ("", part.stage)]
    found = await _first(session, wanted, parts)
    groups = [Group(p.stage, p.measure, p.total, lines) for p, lines in zip(parts, found, strict=True)]
    asleep = next((group.lines for group in groups if group.stage == SLEEPING), ())
    return Shown(counted, tuple(group for group in groups if group.stage != SLEEPING), asleep, mark)


def _parts(counted: Totals, each: int) -> Iterator[_Part]:
    for stage in Stage:
        if stage is not Stage.FOLLOW_UP:
            yield _Part(stage.value, "", counted.stages.get(stage, 0), each)
    for measure in MeasureState:
        if total := counted.measures.get(measure, 0):
            yield _Part(Stage.FOLLOW_UP.value, measure.value, total, max(1, each // 2))
    yield _Part(SLEEPING, "", counted.sleeping, each)


async def _first(session: Session, wanted: BoardFilter, parts: Sequence[_Part]) -> list[tuple[CaseLine, ...]]:
    """The first lines of each part, by one statement for all of them."""
    chosen = [_chosen(wanted, part) for part in parts if part.total]
    if not chosen:
        return [()] * len(parts)
    found = await session.execute(lines(C.c.id.in_(union_all(*chosen))).order_by(*DUE))
    all_ = [line(row) for row in found]
    return [tuple(one for one in all_ if _in(one, part)) for part in parts]


def _chosen(wanted: BoardFilter, part: _Part) -> Select[Any]:
    """Ids; in brackets of their own, as a limit inside a union must stand for SQLite."""
    here = select(C.c.id).where(C.c.version > 0, *part.here, *conditions(wanted))
    return select(here.order_by(*DUE).limit(part.limit).subquery().c.id)


def _in(one: CaseLine, part: _Part) -> bool:
    if one.state == State.DEFERRED or part.stage == SLEEPING:
        return one.state == State.DEFERRED and part.stage == SLEEPING
    return one.stage == part.stage and part.measure in ("", one.measure)


async def part(
    session: Session, wanted: BoardFilter, stage: str, measure: str, *, limit: int, offset: int
) -> tuple[CaseLine, ...]:
    """A page of one column, or of one part of it."""
    here = (*_Part(stage, measure, 0, 0).here, *conditions(wanted))
    query = some_lines(here, DUE, limit=limit, offset=offset)
    return tuple(line(row) for row in await session.execute(query))
