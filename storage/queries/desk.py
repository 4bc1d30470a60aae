"""One person's desk, and the office's: what waits for whom, and what was answered."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from domain.case import Answer
from domain.words import TaskKind
from storage import sql
from storage.mapping import from_values
from storage.queries.lines import C
from storage.queries.lines import T as TEXTS
from storage.session import Session
from storage.tables import AnswerRow, AssignmentRow, PersonRow, TaskRow

T, A, N, P = sql.table(TaskRow), sql.table(AssignmentRow), sql.table(AnswerRow), sql.table(PersonRow)
OWN = T.alias("own")  # the dates of whoever has asked back, in place of those of the task


Dates = tuple[ColumnElement[Any], ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list; `assignment` is "" where the office is asked."""

    case_id: str
    number: str
    title: str
    task: str
    kind: str
    stage: str
    version: int  # of the text now
    opened_at: datetime
    due_on: date | None
    due_at: datetime | None
    assignment: str = ""
    state: str = "open"
    for_name: str | None = None  # whom they stand in for

    def overdue(self, now: datetime) -> bool:
        """Whether its day is over."""
        return self.due_at is not None and now > self.due_at


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of a person, with its case."""

    case_id: str
    number: str
    title: str
    answer: Answer


def _tasks(*more: ColumnElement[Any], due: Dates = (T.c.due_on, T.c.due_at)) -> Select[Any]:
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    columns = (C.c.id, C.c.number, TEXTS.c.title, T.c.id, T.c.kind, T.c.stage)
    dates = (C.c.version, T.c.opened_at, *due)
    return select(*columns, *dates, *more).select_from(T).join(C, C.c.id == T.c.case_id).join(TEXTS, newest)


async def tasks_of(
    session: Session, person_id: str, *, every: bool = False, limit: int = 100, assignment: str = ""
) -> list[TaskLine]:
    """What waits for this person, due first; with `every`, also what is over; all, or of this one assignment."""
    due = (func.coalesce(OWN.c.due_on, T.c.due_on), func.coalesce(OWN.c.due_at, T.c.due_at))
    own = (OWN.c.about == A.c.id) & (OWN.c.kind == TaskKind.OWN_TIME.value) & OWN.c.closed_at.is_(None)
    found = _tasks(A.c.id, A.c.state, P.c.name, due=due).join(A, A.c.task == T.c.id).outerjoin(OWN, own)
    mine = found.outerjoin(P, P.c.id == A.c.for_person).where(A.c.person == person_id)
    query = mine if every else mine.where(A.c.state == sql.code("open"))
    query = query.where(A.c.id == assignment) if assignment else query
    return await _lines(session, query, limit)


async def case_of(session: Session, assignment: str, person_id: str) -> str | None:
    """The case in which this person was given this assignment; None for another's and for none."""
    mine = select(A.c.case_id).where(A.c.id == assignment, A.c.person == person_id)
    return (await session.execute(mine)).scalar_one_or_none()


async def office_tasks(session: Session, *, limit: int = 100) -> list[TaskLine]:
    """What waits for the office, due first."""
    return await _lines(session, _tasks().where(T.c.role == "office", T.c.closed_at.is_(None)), limit)


async def _lines(session: Session, query: Select[Any], limit: int) -> list[TaskLine]:
    ordered = query.order_by(T.c.due_at.is_(None), T.c.due_at, T.c.id).limit(limit)
    return [TaskLine(*row) for row in await session.execute(ordered)]


async def answers_of(session: Session, person_id: str, *, limit: int = 100) -> list[AnswerLine]:
    """What this person said, newest first."""
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    columns = (*N.c, C.c.number.label("case_number"), TEXTS.c.title.label("case_title"))
    query = select(*columns).select_from(N).join(C, C.c.id == N.c.case_id).join(TEXTS, newest)
    found = await session.execute(query.where(N.c.by == person_id).order_by(N.c.at.desc(), N.c.id).limit(limit))
    return [
        AnswerLine(row["case_id"], row["case_number"], row["case_title"], from_values(Answer, dict(row)))
        for row in found.mappings()
    ]
