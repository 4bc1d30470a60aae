"""The office takes back what it asked: of one person or of all, with a reason; their links end with the same step."""

from domain import ladder
from domain.asking.back import waits_for
from domain.case import Assignment, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import TakenBack
from domain.rules.asking import name_missing_reviewers
from domain.rules.asking_back import pass_on
from domain.rules.assignments import find
from domain.rules.reasons import keep_reason
from domain.rules.review import finish_if_complete, review_task
from domain.staffing import ROLE_OF
from domain.words import AssignmentState, EventKind, TaskKind


def taken_back(draft: Draft, happening: TakenBack) -> None:
    """What is then missing is the office's: to name somebody else, or to see to it itself."""
    task, assignments = _meant(draft, happening.item)
    reason = keep_reason(draft, EventKind.TAKEN_BACK, internal=happening.reason)
    for assignment in assignments:
        question = waits_for(draft.case, assignment.id)
        draft.end(assignment, AssignmentState.REVOKED)
        for other in draft.case.open_assignments(task.id)[:1]:
            pass_on(draft, None, question, other)
        draft.record(EventKind.TAKEN_BACK, task=task, assignment=assignment, reason=reason.id)
    if task.kind is TaskKind.REVIEW:
        _review(draft, task)
    elif not draft.case.open_assignments(task.id):
        _office_instead(draft, task)


def _meant(draft: Draft, item: str) -> tuple[Task, tuple[Assignment, ...]]:
    task = draft.case.task(item)
    if task is None:
        assignment, task = find(draft, item)
        found: tuple[Assignment, ...] = (assignment,)
    else:
        found = draft.case.open_assignments(task.id)
    if task.kind not in ROLE_OF:
        raise RuleBroken("task.unknown")
    if not found:
        raise RuleBroken("task.closed")
    return task, found


def _review(draft: Draft, task: Task) -> None:
    finish_if_complete(draft)
    if review_task(draft) is not None:
        name_missing_reviewers(draft, task)


def _office_instead(draft: Draft, task: Task) -> None:
    draft.close_task(task)
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is not None:
        draft.open_task(task.kind, rules, role="office", about=task.about)
