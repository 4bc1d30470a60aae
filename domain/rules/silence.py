"""Silence: who was asked and said nothing until the end has their part ended, and it means what was declared.

Nothing is written in their name: no answer, no decision. The assignment says that it ended by silence, and as what.
"""

from dataclasses import replace

from domain import ladder
from domain.asking.back import asked_in, on_the_clock
from domain.case import Task
from domain.draft import Draft
from domain.rules import rework, sign_off
from domain.rules.asking import name_missing_reviewers
from domain.rules.review import finish_if_complete, review_task
from domain.rules.stages import enter
from domain.words import AssignmentState, EventKind, Silence, Stage, TaskKind


def lapse(draft: Draft, task: Task) -> None:
    """Ends what is still open; the case goes on without it, or the office is to act."""
    rules = ladder.rules_of(task, draft.world.definition.stages)
    meaning = rules.silence if rules is not None else None
    draft.swap("tasks", replace(task, silent_at=None))
    waiting = on_the_clock(draft.case, task)
    if meaning is None or not waiting:
        return
    for assignment in waiting:
        draft.swap(
            "assignments",
            replace(assignment, state=AssignmentState.SILENT, closed_at=draft.now, silence=meaning.value),
        )
        draft.record(EventKind.SILENCE, task=asked_in(draft.case, task), assignment=assignment, meaning=meaning)
        draft.end_own_time(assignment)
    _go_on(draft, asked_in(draft.case, task), meaning)


def _go_on(draft: Draft, task: Task, meaning: Silence) -> None:
    if task.kind is TaskKind.REVIEW:
        _review(draft, task)
        return
    if task.kind is TaskKind.SIGN:
        sign_off.silent(draft, task, meaning)
        return
    told = draft.events[-1]
    draft.close_task(task)
    if task.kind is TaskKind.REPLY:
        _without_reply(draft)
    elif task.kind is TaskKind.REWORK:
        rework.without(draft, task)
    else:
        _office_instead(draft, task)
    draft.tell_office("silence_note", told)


def _review(draft: Draft, task: Task) -> None:
    """Complete, or one who is missing is to be named: then the office knows, and is not told again that it is late."""
    finish_if_complete(draft)
    if review_task(draft) is None:
        return
    name_missing_reviewers(draft, task)
    if on_the_clock(draft.case, task):
        return
    late = replace(draft.case.task(task.id) or task, overdue_at=draft.now, look_at=draft.next_look())
    draft.swap("tasks", replace(late, deputy_at=None, escalate_at=None, silent_at=None))


def _without_reply(draft: Draft) -> None:
    """The office goes on without it; changes that a reviewer asked for are its task already."""
    if draft.case.stage is Stage.INTAKE and not draft.case.open_tasks(TaskKind.REPLY):
        enter(draft, Stage.INTAKE)


def _office_instead(draft: Draft, task: Task) -> None:
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is not None:
        draft.open_task(task.kind, rules, role="office", about=task.about)
