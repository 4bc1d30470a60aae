"""Finding the assignment somebody acts on: only the current assignee acts, once."""

from domain.case import Assignment, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.words import AssignmentState, TaskKind
from domain.world import Person

_ENDED = {
    AssignmentState.ANSWERED: "task.answered",
    AssignmentState.HANDED_OVER: "task.handed_over",
    AssignmentState.REVOKED: "task.closed",
    AssignmentState.SILENT: "task.silent",
    AssignmentState.BIASED: "task.biased",
    AssignmentState.OBJECTED: "task.answered",
}


def open_assignment(draft: Draft, assignment_id: str, kind: TaskKind) -> tuple[Assignment, Task]:
    """The open assignment of this actor, with its task. Raises `task.*` for every other state."""
    assignment, task = find(draft, assignment_id)
    if assignment.person != draft.happening.by:
        raise RuleBroken("not_allowed")
    if task.kind is not kind:
        raise RuleBroken("task.unknown")
    return assignment, task


def find(draft: Draft, assignment_id: str) -> tuple[Assignment, Task]:
    """An open assignment by id, whoever it belongs to."""
    assignment = draft.case.assignment(assignment_id)
    task = draft.case.task(assignment.task) if assignment is not None else None
    if assignment is None or task is None:
        raise RuleBroken("task.unknown")
    if assignment.state is not AssignmentState.OPEN:
        raise RuleBroken(_ENDED[assignment.state])
    return assignment, task


def check_not_asked(draft: Draft, task: Task, person: Person) -> None:
    """Everybody is asked once: refuses whoever is being asked already or has answered."""
    mine = {a.state for a in draft.case.assignments if a.task == task.id and a.person == person.id}
    if not mine.isdisjoint({AssignmentState.OPEN, AssignmentState.ANSWERED}):
        raise RuleBroken("handover.already_asked")
