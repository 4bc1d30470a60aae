"""The board: open cases by stage and by how far each measure is, filtered, a part of each column at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, exists, func, or_, select

from domain.words import CommitmentState, MeasureState, Stage, State
from storage import sql
from storage.queries.lines import C, CaseLine, T, line, some_lines
from storage.queries.office import DUE, OPEN
from storage.session import Session
from storage.tables import AssessmentRow, CommitmentRow, CounterRow, PersonRow

A, P, K = sql.table(AssessmentRow), sql.table(PersonRow), sql.table(CommitmentRow)
N = sql.table(CounterRow)
AWAKE = (OPEN, C.c.state != State.DEFERRED.value)
ASLEEP = (OPEN, C.c.state == State.DEFERRED.value)
SLEEPING = "deferred"  # as a column of its own


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the board shows; empty fields leave nothing out."""

    goal: str = ""
    theme: str = ""
    tag: str = ""  # "catalogue.entry"
    level: str = ""
    department: str = ""
    themes_of_department: tuple[str, ...] = ()
    kind: str = ""  # "idea" or "project"

    def __bool__(self) -> bool:
        return any((self.goal, self.theme, self.tag, self.level, self.department, self.kind))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of everything, by one statement."""

    stages: Mapping[str, int]
    measures: Mapping[str, int]  # in follow-up
    sleeping: int
    late: int


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one column, or of one part of it; `total` counts also what is not shown."""

    stage: str
    measure: str  # "" for the whole column
    total: int
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Used:
    """What measures need, as far as somebody said so."""

    cost: int = 0
    effort: int = 0
    without_cost: int = 0
    without_effort: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The board: what there is, and the first of it."""

    totals: Totals
    groups: tuple[Group, ...]
    sleeping: tuple[CaseLine, ...]

    @property
    def ids(self) -> list[str]:
        """All cases that are shown."""
        return [one.id for group in self.groups for one in group.lines] + [one.id for one in self.sleeping]


def conditions(wanted: BoardFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on the case alone, so that they fit counts and lists alike."""
    found: list[ColumnElement[bool]] = []
    if wanted.theme:
        found.append(C.c.theme == wanted.theme)
    if wanted.level:
        found.append(_newest_text(T.c.level == wanted.level))
    if wanted.goal:
        helped = A.c.contributions[wanted.goal].as_integer() != 0
        found.append(or_(_newest_text(_holds(T.c.goals, wanted.goal)), _newest_said(helped)))
    if wanted.tag:
        found.append(_newest_said(_holds(A.c.tags, wanted.tag)))
    if wanted.department:
        found.append(_of_department(wanted))
    if wanted.kind:
        found.append(C.c.project.is_not(None) if wanted.kind == "project" else C.c.project.is_(None))
    return found


def _newest_text(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(T.c.case_id == C.c.id, T.c.version == C.c.version, condition).correlate(C)


def _newest_said(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of what the office said of the idea last."""
    other = A.alias()
    last = select(func.max(other.c.number)).where(other.c.case_id == A.c.case_id).scalar_subquery()
    return exists().where(A.c.case_id == C.c.id, A.c.number == last, condition).correlate(C)


def _holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether a list of ids, kept as JSON, holds this one."""
    return cast(column, String).contains(f'"{word}"', autoescape=True)


def _of_department(wanted: BoardFilter) -> ColumnElement[bool]:
    """Its theme is the department's, or somebody of it has a commitment of it open."""
    owed = exists().where(
        K.c.case_id == C.c.id,
        K.c.state == sql.code(CommitmentState.OPEN),
        P.c.id == K.c.owner,
        P.c.department == wanted.department,
    )
    return or_(C.c.theme.in_(wanted.themes_of_department), owed.correlate(C))


async def totals(session: Session, wanted: BoardFilter, today: date) -> Totals:
    """Counts of every column, by one statement that reads an index alone where nothing is filtered."""
    asleep = C.c.state == State.DEFERRED.value
    late = func.sum(case((C.c.due_on < today, 1), else_=0))
    counted = (
        select(C.c.stage, C.c.measure, asleep, func.count(), late)
        .where(OPEN, C.c.version > 0, *conditions(wanted))
        .group_by(C.c.stage, C.c.measure, asleep)
    )
    stages: dict[str, int] = {}
    measures: dict[str, int] = {}
    sleeping = overdue = 0
    for stage, measure, sleeps, count, due in await session.execute(counted):
        overdue += due
        if sleeps:
            sleeping += count
            continue
        stages[stage] = stages.get(stage, 0) + count
        if stage == Stage.FOLLOW_UP:
            measures[measure or ""] = measures.get(measure or "", 0) + count
    return Totals(stages, measures, sleeping, overdue)


async def shown(session: Session, wanted: BoardFilter, today: date, each: int, only: str = "") -> Shown:
    """The first cases of each column, those due first; of follow-up, of each state of its measures.

    `only` one column, where one is asked for.
    """
    counted = await totals(session, wanted, today)
    groups: list[Group] = []
    for stage in Stage if only != SLEEPING else ():
        if only in ("", stage.value):
            groups += await _groups(session, wanted, counted, stage, each)
    sleeping = await _first(session, wanted, ASLEEP, each) if counted.sleeping and only in ("", SLEEPING) else ()
    return Shown(counted, tuple(groups), sleeping)


async def _groups(session: Session, wanted: BoardFilter, counted: Totals, stage: Stage, each: int) -> list[Group]:
    here = (*AWAKE, C.c.stage == stage.value)
    if stage is not Stage.FOLLOW_UP:
        total = counted.stages.get(stage, 0)
        lines = await _first(session, wanted, here, each) if total else ()
        return [Group(stage.value, "", total, lines)]
    found = []
    for measure in MeasureState:
        if total := counted.measures.get(measure, 0):
            lines = await _first(session, wanted, (*here, C.c.measure == measure.value), max(1, each // 2))
            found.append(Group(stage.value, measure.value, total, lines))
    return found


async def _first(
    session: Session, wanted: BoardFilter, here: Sequence[ColumnElement[bool]], limit: int, offset: int = 0
) -> tuple[CaseLine, ...]:
    query = some_lines((*here, *conditions(wanted)), DUE, limit=limit, offset=offset)
    return tuple(line(row) for row in await session.execute(query))


async def part(
    session: Session, wanted: BoardFilter, stage: str, measure: str, *, limit: int, offset: int
) -> tuple[CaseLine, ...]:
    """A page of one column, or of one part of it."""
    here = ASLEEP if stage == SLEEPING else (*AWAKE, C.c.stage == stage)
    more = (C.c.measure == measure,) if measure else ()
    return await _first(session, wanted, (*here, *more), limit, offset)


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


async def mark(session: Session) -> Mark:
    """Every change to an open case counts its revision up, and every move changes two counts."""
    column = case((C.c.state == State.DEFERRED.value, SLEEPING), else_=C.c.stage)
    counted = select(column, func.count(), func.sum(C.c.revision)).where(OPEN, C.c.version > 0).group_by(column)
    found = {row[0]: f"{row[1]}.{row[2]}" for row in await session.execute(counted)}
    set_ = (await session.execute(select(N.c.value).where(N.c.name == "limits"))).scalar_one_or_none()
    return Mark({**found, "limits": str(set_ or 0)})
