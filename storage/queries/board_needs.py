"""What measures need of budget and capacity: as planned, else by the rough figures of their texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from sqlalchemy import func, or_, select

from domain.words import MeasureState, Stage
from storage import planning, sql
from storage.queries.board_counts import Mark
from storage.queries.board_filter import AWAKE, BoardFilter, conditions
from storage.queries.lines import C, CaseLine, T, some_lines
from storage.queries.office import DUE
from storage.session import Session
from storage.tables import CounterRow, PlanningRow

UNDER_WAY = (Stage.FOLLOW_UP,)


@dataclass(frozen=True, slots=True)
class Used:
    """What measures need, as far as somebody said so, and what planning says there is; None where it says nothing."""

    cost: int = 0
    effort: int = 0
    without_cost: int = 0
    without_effort: int = 0
    cases: int = 0
    budget: int | None = None
    capacity: int | None = None


P, N = sql.table(PlanningRow), sql.table(CounterRow)
_SAID = select(P.c.case_id, func.max(P.c.number).label("number")).group_by(P.c.case_id).subquery()
_TOLD = select(N.c.value).where(N.c.name == planning.LOCK)


async def used(session: Session, wanted: BoardFilter, stages: Sequence[Stage]) -> Used:
    """What the open cases of these stages need; measures that are done or stopped need nothing any more.

    Planned figures stand for the rough ones of the text, each kind for itself.
    """
    over = (MeasureState.DONE.value, MeasureState.STOPPED.value)
    under_way = (
        *AWAKE,
        C.c.stage.in_([one.value for one in stages]),
        *conditions(wanted),
        or_(C.c.measure.is_(None), C.c.measure.not_in(over)),
    )
    newest = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)
    needs = (
        select(func.sum(T.c.cost), func.sum(T.c.effort), func.count(T.c.cost), func.count(T.c.effort), func.count())
        .join_from(C, T, newest)
        .where(*under_way, C.c.id.not_in(select(P.c.case_id)))
    )
    cost, effort, costed, estimated, cases = (await session.execute(needs)).one()
    rough = Used(int(cost or 0), int(effort or 0), cases - costed, cases - estimated, cases)
    finer = (
        select(T.c.cost, T.c.effort, P.c.costs, P.c.effort.label("days"))
        .join_from(C, T, newest)
        .join(_SAID, _SAID.c.case_id == C.c.id)
        .join(P, (P.c.case_id == _SAID.c.case_id) & (P.c.number == _SAID.c.number))
        .where(*under_way)
    )
    there = (await planning.frame(session)).frame
    found = reduce(_with, await session.execute(finer), rough)
    return replace(found, budget=_all_of(there.budget), capacity=_all_of(there.capacity))


def _all_of(there: Mapping[Any, int]) -> int | None:
    return sum(there.values()) if there else None


def _with(before: Used, row: Any) -> Used:
    """And one measure that was planned."""
    cost = sum(euros for _, _, euros in row.costs) if row.costs else row.cost
    effort = sum(row.days.values()) if row.days else row.effort
    return Used(
        before.cost + (cost or 0),
        before.effort + (effort or 0),
        before.without_cost + (cost is None),
        before.without_effort + (effort is None),
        before.cases + 1,
    )


class UsedKept:
    """What all measures under way need, kept in mind until one of them changes, or what is planned of one."""

    def __init__(self) -> None:
        self._of, self._used = ("", 0), Used()

    async def at(self, session: Session, wanted: BoardFilter, mark: Mark) -> Used:
        """As of this mark; anew where something is left out."""
        if wanted:
            return await used(session, wanted, UNDER_WAY)
        planned = (await session.execute(_TOLD)).scalar_one_or_none()
        state = (mark.columns.get(Stage.FOLLOW_UP.value, "none"), planned or 0)
        if state != self._of:
            self._used = await used(session, wanted, UNDER_WAY)
            self._of = state
        return self._used


@dataclass(frozen=True, slots=True)
class Needed:
    """A case on the map, with what it costs as far as somebody said so."""

    line: CaseLine
    cost: int | None
    effort: int | None


async def needed(session: Session, wanted: BoardFilter, most: int) -> tuple[Needed, ...]:
    """Open, reviewed cases for the map, those due first, at most so many."""
    stages = [one.value for one in (Stage.PRIORITISATION, Stage.DECISION, Stage.FOLLOW_UP)]
    query = some_lines((*AWAKE, C.c.stage.in_(stages), *conditions(wanted)), DUE, limit=most)
    found = await session.execute(query.add_columns(T.c.cost, T.c.effort))
    return tuple(_needed(row._mapping) for row in found)


def _needed(row: Any) -> Needed:
    given = dict(row)
    cost, effort = given.pop("cost"), given.pop("effort")
    return Needed(CaseLine(**given), cost, effort)
