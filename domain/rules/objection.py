"""Objection: "that was not me". In its period it undoes the answer; after it, the office is told."""

from dataclasses import replace
from datetime import datetime

from domain.case import Answer, Assignment, Decision, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Objected
from domain.rules.anew import undo
from domain.rules.decision import ask_anew, take_effect
from domain.rules.holding import held_task, let_go
from domain.rules.reasons import keep_reason
from domain.rules.reconsider import over_if_said
from domain.rules.review import finish_if_complete, wanted_changes
from domain.words import AssignmentState, EventKind, Stage, TaskKind

ASKED = {TaskKind.REVIEW: EventKind.REVIEW_ASKED, TaskKind.RECONSIDER: EventKind.RECONSIDER_ASKED}


def objected(draft: Draft, happening: Objected) -> None:
    """The answer is undone and asked for again; or it stands, and the office reads why somebody doubts it."""
    assignment, task = _answered(draft, happening)
    said = _said(draft, assignment)
    if said is not None and _in_time(draft, happening.at, said, task):
        _undo(draft, happening, assignment, task, said)
    else:
        _note(draft, happening, assignment, task)


def _answered(draft: Draft, happening: Objected) -> tuple[Assignment, Task]:
    assignment = draft.case.assignment(happening.assignment)
    task = draft.case.task(assignment.task) if assignment is not None else None
    if assignment is None or task is None:
        raise RuleBroken("task.unknown")
    if assignment.person != happening.by:
        raise RuleBroken("not_allowed")
    if assignment.state is AssignmentState.OBJECTED:
        raise RuleBroken("objection.done")
    if assignment.state is not AssignmentState.ANSWERED:
        raise RuleBroken("objection.nothing_said")
    return assignment, task


def _said(draft: Draft, assignment: Assignment) -> Answer | Decision | None:
    rows: tuple[Answer | Decision, ...] = (*draft.case.answers, *draft.case.decisions)
    return next((row for row in rows if row.assignment == assignment.id), None)


def _in_time(draft: Draft, received: datetime, said: Answer | Decision, task: Task) -> bool:
    """Judged by when it was received; what has gone on meanwhile is not taken back.

    What waits can be taken back for as long as it waits: a pause makes that longer.
    """
    held = draft.case.held_until
    if said.objection_until is None or received > max(said.objection_until, held or said.objection_until):
        return False
    if isinstance(said, Decision):
        return held is not None and draft.case.decided == said
    return task.closed_at is None


def _undo(draft: Draft, happening: Objected, assignment: Assignment, task: Task, said: Answer | Decision) -> None:
    reason = keep_reason(draft, EventKind.OBJECTED, internal=happening.reason)
    draft.swap("decisions" if isinstance(said, Decision) else "answers", replace(said, objected_at=draft.now))
    draft.swap("assignments", replace(assignment, state=AssignmentState.OBJECTED))
    let_go(draft)
    row = "decision" if isinstance(said, Decision) else "answer"
    event = draft.record(EventKind.OBJECTED, task=task, assignment=assignment, reason=reason.id, **{row: said.id})
    draft.tell_office("objection_note", event)
    if isinstance(said, Decision):
        ask_anew(draft, assignment)
        return
    if task.kind is TaskKind.REVIEW and not wanted_changes(draft, task):
        draft.close_tasks(TaskKind.CHANGES, TaskKind.REWORK)
    undo(draft, task, assignment, ASKED[task.kind])
    if task.kind is TaskKind.REVIEW:
        finish_if_complete(draft)


def _note(draft: Draft, happening: Objected, assignment: Assignment, task: Task) -> None:
    """Once for each answer; what is to be done is the office's step."""
    since = assignment.closed_at or draft.now
    noted = EventKind.OBJECTION_NOTED
    if any(r.kind == noted and r.by == happening.by and r.at >= since for r in draft.case.reasons):
        raise RuleBroken("objection.done")
    reason = keep_reason(draft, noted, internal=happening.reason)
    event = draft.record(noted, task=task, assignment=assignment, reason=reason.id)
    draft.tell_office("objection_note", event)


def period_over(draft: Draft) -> None:
    """The clock: nobody has objected, so it goes on as the answers say."""
    if draft.case.held_until is None or draft.case.held_until > draft.now:
        return
    task = held_task(draft)
    let_go(draft)
    if task is None:
        if draft.case.stage is Stage.DECISION:
            take_effect(draft)
    elif task.kind is TaskKind.RECONSIDER:
        over_if_said(draft, task)
    else:
        finish_if_complete(draft)
