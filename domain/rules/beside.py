"""Somebody and whoever was asked beside them: the first to answer is heard, and the other hears that they need not."""

from collections.abc import Iterable

from domain.case import Assignment
from domain.draft import Draft

MAIL = "no_longer_needed"


def others_of(draft: Draft, assignment: Assignment) -> tuple[Assignment, ...]:
    """Those who are asked for the same seat now."""
    of_task = draft.case.open_assignments(assignment.task)
    return tuple(other for other in of_task if other.id != assignment.id and other.seat == assignment.seat)


def tell(draft: Draft, others: Iterable[Assignment], answered: Assignment) -> None:
    """Whatever the definition says of an answer; whoever has heard already, as of a review that is over, has."""
    told = {notice.to for notice in draft.notices if notice.mail == MAIL}
    said = next(event for event in draft.events if event.facts.get("assignment") == answered.id)
    for other in others:
        if other.person not in told:
            draft.tell_person(MAIL, other.person, said, "")
