"""Objection: "that was not me". In its period it undoes the answer; after it, the office is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain import ladder
from domain.case import Answer, Assignment, Case, Decision, SignStep, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Objected
from domain.rules import sign_objection, sign_off
from domain.rules.anew import undo
from domain.rules.asking import name_missing_reviewers
from domain.rules.decision import ask_anew, take_effect
from domain.rules.holding import held_task, let_go
from domain.rules.own_time import bring_along
from domain.rules.reasons import keep_reason
from domain.rules.reconsider import over_if_said
from domain.rules.review import finish_if_complete, wanted_changes
from domain.signing.chain import running, step_of
from domain.step import Event
from domain.words import AssignmentState, EventKind, Stage, TaskKind

Said = Answer | Decision | SignStep
ASKED = {TaskKind.REVIEW: EventKind.REVIEW_ASKED, TaskKind.RECONSIDER: EventKind.RECONSIDER_ASKED}


def objected(draft: Draft, happening: Objected) -> None:
    """The answer is undone and asked for again; or it stands, and the office reads why somebody doubts it."""
    assignment, task = _answered(draft, happening)
    said = undone_by(draft.case, assignment.id, happening.at)
    if said is None:
        _note(draft, happening, assignment, task)
    elif draft.case.paused_at is not None:
        raise RuleBroken("objection.paused")
    else:
        _undo(draft, happening, assignment, task, said)


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


def undone_by(case: Case, assignment: str, received: datetime) -> Said | None:
    """What an objection that was received then undoes; None where it only tells the office.

    What has gone on meanwhile is not taken back. A pause stops the time.
    """
    said, part = _said(case, assignment), case.assignment(assignment)
    task = case.task(part.task) if part is not None else None
    if said is None or said.objection_until is None or said.objected_at is not None or task is None:
        return None
    if min(received, case.paused_at or received) > said.objection_until:
        return None
    return said if _waits(case, task, said) else None


def _waits(case: Case, task: Task, said: Said) -> bool:
    match said:
        case Decision():
            return case.held_until is not None and case.decided == said
        case SignStep():
            return sign_objection.can_be_undone(case, said)
    return task.closed_at is None


def _said(case: Case, assignment: str) -> Said | None:
    rows: tuple[Answer | Decision, ...] = (*case.answers, *case.decisions)
    part = case.assignment(assignment)
    task = case.task(part.task) if part is not None else None
    step = step_of(case, task) if task is not None else None
    return next((row for row in rows if row.assignment == assignment), step)


_ROW: Mapping[type[Said], str] = {Answer: "answer", Decision: "decision", SignStep: "step"}


def _undo(draft: Draft, happening: Objected, assignment: Assignment, task: Task, said: Said) -> None:
    reason = keep_reason(draft, EventKind.OBJECTED, internal=happening.reason)
    undone = replace(assignment, state=AssignmentState.OBJECTED)
    draft.swap("assignments", undone)
    if isinstance(said, SignStep):
        said = sign_objection.make_room(draft, said)
    else:
        draft.swap(f"{_ROW[type(said)]}s", replace(said, objected_at=draft.now))
    let_go(draft)
    row = _ROW[type(said)]
    event = draft.record(EventKind.OBJECTED, task=task, assignment=assignment, reason=reason.id, **{row: said.id})
    draft.tell_office("objection_note", event)
    match said:
        case Decision():
            ask_anew(draft, assignment)
        case SignStep():
            sign_objection.ask_anew(draft, said)
        case Answer():
            _hear_again(draft, undone, task, event)


def _hear_again(draft: Draft, undone: Assignment, task: Task, event: Event) -> None:
    if task.kind is TaskKind.REVIEW and not wanted_changes(draft, task):
        _change_nothing(draft, event)
    if not _is_over_it(draft, undone):
        task = _with_fresh_time(draft, task)
        undo(draft, task, undone, ASKED[task.kind])
    if task.kind is TaskKind.REVIEW:
        name_missing_reviewers(draft, task)
        finish_if_complete(draft)
    else:
        over_if_said(draft, task)


def _change_nothing(draft: Draft, event: Event) -> None:
    """Whoever was to change the idea learns that they need not."""
    if draft.case.open_tasks(TaskKind.REWORK):
        draft.tell_submitter("rework_over", event)
    draft.close_tasks(TaskKind.CHANGES, TaskKind.REWORK)


def _is_over_it(draft: Draft, undone: Assignment) -> bool:
    """Whether they have been asked since: what they said then stands, or is waited for, of them or who took it over."""
    since = draft.case.assignments[draft.case.assignments.index(undone) + 1 :]
    newer = [a for a in since if (a.task, a.seat) == (undone.task, undone.seat)]
    stand = {answer.assignment for answer in draft.case.said}
    return any(a.id in stand or a.state in (AssignmentState.OPEN, AssignmentState.HANDED_OVER) for a in newer)


def _with_fresh_time(draft: Draft, task: Task) -> Task:
    """Whoever is asked again has as much time as at first; what was given beyond that stays."""
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is None:
        return task
    dates = ladder.meant_for(task.kind, task.role, draft.dates(rules))
    if task.due_at is not None and dates["due_at"] is not None and dates["due_at"] < task.due_at:
        return task
    fresh = replace(task, **dates, first_due_on=None)
    draft.swap("tasks", fresh)
    bring_along(draft, fresh)
    _tell_the_others(draft, task, fresh)
    return fresh


def _tell_the_others(draft: Draft, before: Task, fresh: Task) -> None:
    """Whoever is still asked for the same task has the new day too; said before anybody is asked again."""
    if before.due_on is None or fresh.due_on is None or fresh.due_on == before.due_on:
        return
    if draft.case.open_assignments(fresh.id):
        due, was = fresh.due_on.isoformat(), before.due_on.isoformat()
        draft.record(EventKind.EXTENDED, task=fresh, due=due, before=was)


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
    task, chain = held_task(draft), running(draft.case)
    let_go(draft)
    if task is None and chain is not None:
        sign_off.period_over(draft, chain)
    elif task is None:
        if draft.case.stage is Stage.DECISION:
            take_effect(draft)
    elif task.kind is TaskKind.RECONSIDER:
        over_if_said(draft, task)
    else:
        finish_if_complete(draft)
