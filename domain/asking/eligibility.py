"""Why somebody of a group is not asked: four eyes, bias, exclusions of the definition; each with a code to show."""

from dataclasses import dataclass
from enum import StrEnum

from domain.asking.groups import in_any
from domain.asking.known import Known
from domain.asking.parts import Without
from domain.case import Assignment, Case
from domain.words import AssignmentState, Role, TaskKind, Verdict
from domain.world import Person


class Why(StrEnum):
    """Why not; the first that holds is told."""

    INACTIVE = "inactive"
    SUBMITTER = "submitter"
    BIASED = "biased"
    NOT_MY_FIELD = "not_my_field"
    ASKED = "asked"
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    TAKEN_BACK = "taken_back"
    SAME_DEPARTMENT = "same_department"
    BEFORE = "before"
    FUNCTION = "function"
    EXCLUDED = "excluded"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a group means, and why they are not asked; None for whoever may be."""

    person: Person
    why: Why | None


BY_NAME = (
    Why.HANDED_OVER,
    Why.TAKEN_BACK,
    Why.FULL,
)  # what keeps the rules from choosing somebody, but not a colleague or the office


def why_not(person: Person, case: Case, known: Known, task: str) -> Why | None:
    """Why the rules do not choose this person for this review; `task` is "" before it has begun."""
    without = known.definition.stages.review.without if known.definition.stages.review is not None else Without()
    checks = (
        (not person.active, Why.INACTIVE),
        (person.id == case.submitter, Why.SUBMITTER),
        (biased(person.id, case), Why.BIASED),
    )
    return (
        next((why for holds, why in checks if holds), None)
        or _by_task(person.id, case, task)
        or _excluded(person, case, known, without, task)
        or (Why.FULL if full(person, known) else None)
    )


def may_be_named(person: Person, case: Case, known: Known, task: str) -> Why | None:
    """Why neither a colleague nor the office may give it to this person; None if they may."""
    why = why_not(person, case, known, task)
    return None if why in BY_NAME else why


def may_review(person: Person, case: Case, known: Known, task: str) -> bool:
    """Whether this person may be given a review of this idea by name: a reviewer, or somebody it asks anyway."""
    return _reviews(person, case, known) and may_be_named(person, case, known, task) is None


def still_reviews(person: Person, case: Case, known: Known) -> bool:
    """Whether somebody who was asked before may be asked once more."""
    return still_there(person, case) and _reviews(person, case, known)


def still_there(person: Person, case: Case) -> bool:
    """The same of somebody who stands in for another, in whatever role."""
    return person.active and person.id != case.submitter and not biased(person.id, case)


def _reviews(person: Person, case: Case, known: Known) -> bool:
    review = known.definition.stages.review
    return Role.REVIEWER in person.roles or (review is not None and in_any(person, review.who, case, known))


def biased(person: str, case: Case) -> bool:
    """Whether they have said of this idea that they are: that holds as long as the case."""
    return any(a.person == person and a.state is AssignmentState.BIASED for a in case.assignments)


def full(person: Person, known: Known) -> bool:
    """Whether they have as much before them as their limit lets them."""
    limit = None if known.taken is None else known.limits.of_person(person.id)
    return limit is not None and known.load.get(person.id, 0) >= limit


_STATES = {
    AssignmentState.OPEN: Why.ASKED,
    AssignmentState.ANSWERED: Why.ANSWERED,
    AssignmentState.HANDED_OVER: Why.HANDED_OVER,
    AssignmentState.REVOKED: Why.TAKEN_BACK,
}


def _by_task(person: str, case: Case, task: str) -> Why | None:
    if any(a.by == person and a.verdict is Verdict.NOT_MY_FIELD for a in case.said):
        return Why.NOT_MY_FIELD
    asked = [a for a in case.assignments if a.task == task]
    if any(a.for_person == person and a.state is AssignmentState.OPEN for a in asked):
        return Why.ASKED  # somebody stands in for them
    mine = [a for a in asked if a.person == person]
    return _STATES.get(_last(mine).state) if mine else None


def _last(mine: list[Assignment]) -> Assignment:
    """What holds of several parts in one task: the one that is open or answered."""
    holds = (AssignmentState.OPEN, AssignmentState.ANSWERED)
    return next((a for a in reversed(mine) if a.state in holds), mine[-1])


def _excluded(person: Person, case: Case, known: Known, without: Without, task: str) -> Why | None:
    submitter = known.people.get(case.submitter)
    home = submitter.department if submitter is not None else ""
    checks = (
        (without.same_department and bool(home) and home == person.department, Why.SAME_DEPARTMENT),
        (without.decided_before and had_a_say(person.id, case, task), Why.BEFORE),
        (not person.functions.isdisjoint(without.functions), Why.FUNCTION),
        (person.id in without.people, Why.EXCLUDED),
    )
    return next((why for holds, why in checks if holds), None)


def had_a_say(person: str, case: Case, task: str) -> bool:
    """Whether they have judged or decided the idea before, in another task than this one."""
    judged = any(a.by == person and a.task != task for a in case.said)
    return judged or any(d.by == person and not d.body and d.objected_at is None for d in case.decisions)


def review_of(case: Case) -> str:
    """The review under way; "" where there is none."""
    return next((t.id for t in case.open_tasks(TaskKind.REVIEW)), "")
