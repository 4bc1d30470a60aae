"""What the board leaves out: by goal, theme, field, level, department and kind."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select

from domain.words import CommitmentState, State
from storage import sql
from storage.queries.lines import C, T
from storage.queries.office import OPEN
from storage.tables import AssessmentRow, CommitmentRow, PersonRow

A, P, K = sql.table(AssessmentRow), sql.table(PersonRow), sql.table(CommitmentRow)
AWAKE = (OPEN, C.c.state != State.DEFERRED.value)
ASLEEP = (OPEN, C.c.state == State.DEFERRED.value)


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
