"""Conditions on the case alone by what stands beside it, so that they fit counts, lists and searches alike."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select

from domain.words import CommitmentState
from storage import sql
from storage.queries.lines import C, T
from storage.tables import AssessmentRow, CommitmentRow, PersonRow

A, P, K = sql.table(AssessmentRow), sql.table(PersonRow), sql.table(CommitmentRow)


def of_level(level: str) -> ColumnElement[bool]:
    """Its newest text says so."""
    return _newest_text(T.c.level == level)


def names_goal(goal: str) -> ColumnElement[bool]:
    """Its newest text names the goal."""
    return _newest_text(_holds(T.c.goals, goal))


def helps_goal(goal: str) -> ColumnElement[bool]:
    """Its text names the goal, or the office says that it contributes."""
    helped = A.c.contributions[goal].as_integer() != 0
    return or_(names_goal(goal), _newest_said(helped))


def tagged(tag: str) -> ColumnElement[bool]:
    """The office put it under this entry of a catalogue."""
    return _newest_said(_holds(A.c.tags, tag))


def of_department(department: str, themes: Sequence[str]) -> ColumnElement[bool]:
    """Its theme is one of these, the department's, or somebody of it has a commitment of it open."""
    owed = exists().where(
        K.c.case_id == C.c.id,
        K.c.state == sql.code(CommitmentState.OPEN),
        P.c.id == K.c.owner,
        P.c.department == department,
    )
    return or_(C.c.theme.in_(themes), owed.correlate(C))


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
