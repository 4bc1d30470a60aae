"""What the board counts: how many there are of everything, and a mark of the state they are in; by one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select

from domain.words import Stage, State
from storage import sql
from storage.queries.board_filter import BoardFilter, conditions
from storage.queries.lines import C
from storage.queries.office import OPEN
from storage.session import Session
from storage.tables import CounterRow

N = sql.table(CounterRow)
SLEEPING = "deferred"  # as a column of its own
NOTHING_LEFT_OUT = BoardFilter()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of everything."""

    stages: Mapping[str, int]
    measures: Mapping[str, int]  # in follow-up
    sleeping: int
    late: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A state of the board in a few numbers; two that differ say which columns have changed, and nothing else."""

    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it travels to a browser and back."""
        return ",".join(f"{name}:{state}" for name, state in sorted(self.columns.items()))

    @classmethod
    def from_text(cls, text: str) -> "Mark":
        """What came back; whatever is not a mark differs from every one."""
        return cls(dict(one.split(":", 1) for one in text.split(",") if ":" in one))

    def changed(self, since: "Mark") -> list[str]:
        """Columns that are not as they were."""
        names = self.columns.keys() | since.columns.keys()
        return sorted(name for name in names if self.columns.get(name) != since.columns.get(name))


async def totals(session: Session, wanted: BoardFilter, today: date) -> Totals:
    """How many there are in every column."""
    return _totals(await _counted(session, wanted, today))


async def mark(session: Session) -> Mark:
    """The state of the whole board, whatever anybody filters."""
    return await _mark(session, await _counted(session, NOTHING_LEFT_OUT, date.min))


async def counts(session: Session, wanted: BoardFilter, today: date) -> tuple[Totals, Mark]:
    """Both; where nothing is left out, they come from the same rows."""
    rows = await _counted(session, wanted, today)
    return _totals(rows), await mark(session) if wanted else await _mark(session, rows)


async def _counted(session: Session, wanted: BoardFilter, today: date) -> list[Row[Any]]:
    """A line for each part of the board, from an index alone where nothing is filtered.

    Every change to an open case counts its revision up, and a move changes two counts; whoever comes as another of
    the same revision leaves has moved later than all that were there.
    """
    asleep = (C.c.state == State.DEFERRED.value).label("asleep")
    counted = (
        select(
            C.c.stage,
            C.c.measure,
            asleep,
            func.count().label("number"),
            func.sum(case((C.c.due_on < today, 1), else_=0)).label("late"),
            func.sum(C.c.revision).label("revisions"),
            func.max(C.c.last_at).label("moved"),
        )
        .where(OPEN, C.c.version > 0, *conditions(wanted))
        .group_by(C.c.stage, C.c.measure, asleep)
    )
    return list(await session.execute(counted))


def _totals(rows: Iterable[Row[Any]]) -> Totals:
    stages: dict[str, int] = {}
    measures: dict[str, int] = {}
    sleeping = late = 0
    for row in rows:
        late += row.late
        if row.asleep:
            sleeping += row.number
            continue
        stages[row.stage] = stages.get(row.stage, 0) + row.number
        if row.stage == Stage.FOLLOW_UP:
            measures[row.measure or ""] = measures.get(row.measure or "", 0) + row.number
    return Totals(stages, measures, sleeping, late)


async def _mark(session: Session, rows: Iterable[Row[Any]]) -> Mark:
    columns: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        name = SLEEPING if row.asleep else row.stage
        number, revisions, moved = columns.get(name, (0, 0, 0))
        newest = max(moved, round(row.moved.timestamp() * 1_000_000))
        columns[name] = (number + row.number, revisions + row.revisions, newest)
    set_ = (await session.execute(select(N.c.value).where(N.c.name == "limits"))).scalar_one_or_none()
    return Mark({name: ".".join(map(str, state)) for name, state in columns.items()} | {"limits": str(set_ or 0)})
