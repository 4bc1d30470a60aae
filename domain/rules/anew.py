"""Asking anew: whoever was asked before is asked again, in the place of whomever they stood in for."""

from domain.case import Assignment, Task
from domain.draft import Draft
from domain.words import AssignmentState, EventKind


def ask_once_more(draft: Draft, task: Task, before: Assignment, event: EventKind) -> Assignment:
    """They alone."""
    return draft.assign(task, before.person, event, before.asked_as, before.for_person, until_back=before.until_back)


def undo(draft: Draft, task: Task, answered: Assignment, event: EventKind) -> None:
    """What was said does not hold: they are asked again, and so is whoever needed not answer because of it."""
    ask_once_more(draft, task, answered, event)
    for other in draft.case.assignments:
        if _spared(other, answered) and _is_there(draft, other.person):
            ask_once_more(draft, task, other, event)


def _spared(other: Assignment, answered: Assignment) -> bool:
    same = (other.task, other.seat) == (answered.task, answered.seat)
    return same and other.state is AssignmentState.REVOKED and other.closed_at == answered.closed_at


def _is_there(draft: Draft, person_id: str) -> bool:
    person = draft.world.people.get(person_id)
    return person is not None and person.active
