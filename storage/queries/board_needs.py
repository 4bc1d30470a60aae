"""What measures need of budget and capacity, by the rough figures of their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from domain.words import MeasureState, Stage
from storage.queries.board_counts import Mark
from storage.queries.board_filter import AWAKE, BoardFilter, conditions
from storage.queries.lines import C, CaseLine, T, some_lines
from storage.queries.office import DUE
from storage.session import Session

UNDER_WAY = (Stage.FOLLOW_UP,)


@dataclass(frozen=True, slots=True)
class Used:
    """What measures need, as far as somebody said so."""

    cost: int = 0
    effort: int = 0
    without_cost: int = 0
    without_effort: int = 0
    cases: int = 0


async def used(session: Session, wanted: BoardFilter, stages: Sequence[Stage]) -> Used:
    """What the open cases of these stages need; measures that are done or stopped need nothing any more."""
    over = (MeasureState.DONE.value, MeasureState.STOPPED.value)
    newest = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)
    needs = (
        select(func.sum(T.c.cost), func.sum(T.c.effort), func.count(T.c.cost), func.count(T.c.effort), func.count())
        .join_from(C, T, newest)
        .where(*AWAKE, C.c.stage.in_([one.value for one in stages]), *conditions(wanted))
        .where(or_(C.c.measure.is_(None), C.c.measure.not_in(over)))
    )
    cost, effort, costed, estimated, cases = (await session.execute(needs)).one()
    return Used(int(cost or 0), int(effort or 0), cases - costed, cases - estimated, cases)


class UsedKept:
    """What all measures under way need, kept in mind until one of them changes."""

    def __init__(self) -> None:
        self._of, self._used = "", Used()

    async def at(self, session: Session, wanted: BoardFilter, mark: Mark) -> Used:
        """As of this mark; anew where something is left out."""
        state = mark.columns.get(Stage.FOLLOW_UP.value, "none")
        if wanted:
            return await used(session, wanted, UNDER_WAY)
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
