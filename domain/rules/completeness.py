"""Documents are complete: the clocks that wait for them begin, and everybody asked hears until when."""

from dataclasses import replace

from domain import ladder
from domain.case import Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import DocumentsComplete
from domain.rules.reasons import keep_reason
from domain.words import EventKind


def documents_complete(draft: Draft, happening: DocumentsComplete) -> None:
    """Once for a case; whatever is asked for later has its clock begin at once."""
    if draft.case.complete_at is not None:
        raise RuleBroken("complete.already")
    draft.change(complete_at=draft.now)
    reason = keep_reason(draft, EventKind.COMPLETE, internal=happening.reason)
    draft.record(EventKind.COMPLETE, reason=reason.id)
    for task in draft.case.open_tasks():
        if task.due_at is None:
            _begin(draft, task)


def _begin(draft: Draft, task: Task) -> None:
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is None:
        return
    begun = replace(task, **ladder.meant_for(task.kind, task.role, draft.dates(rules)))
    draft.swap("tasks", begun)
    draft.record(EventKind.CLOCK_BEGAN, task=task, due=begun.due_on.isoformat() if begun.due_on is not None else None)
