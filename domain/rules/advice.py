"""Advice: a note into a task by somebody who has not got it; it decides nothing, moves no date, and nobody waits."""

from dataclasses import replace

from domain.asking.eligibility import biased
from domain.case import Advice, Assignment, Case, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import AdviceAsked, AdviceGiven
from domain.rules.assignments import find
from domain.staffing import STOOD_IN
from domain.words import AssignmentState, EventKind
from domain.world import Person

MOST = 5  # asked by one person about one task and still to answer
_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def advice_asked(draft: Draft, happening: AdviceAsked) -> None:
    """The task stays where it is; the colleague gets a link of their own."""
    assignment, task = find(draft, happening.assignment)
    if assignment.person != happening.by:
        raise RuleBroken("not_allowed")
    adviser = draft.world.people.get(happening.adviser)
    if task.kind not in STOOD_IN or adviser is None or not may_advise(adviser, draft.case, task):
        raise RuleBroken("advice.not_eligible")
    _check_room(draft, assignment, adviser)
    advice = Advice(
        id=draft.new_id(),
        assignment=assignment.id,
        by=happening.by,
        of=adviser.id,
        asked_at=draft.now,
        question=happening.question,
    )
    draft.add("advice", advice)
    event = draft.record(EventKind.ADVICE_ASKED, task=task, assignment=assignment, advice=advice.id, of=adviser.id)
    draft.tell_person("advice_asked", adviser.id, event, advice.id)


def may_advise(person: Person, case: Case, task: Task) -> bool:
    """Whoever is of the house, is not asked for the task themselves, and has no part in the idea."""
    of_the_house = person.active and not person.shared and bool(person.department or person.roles)
    taken = any(a.task == task.id and a.person == person.id and a.state in _TAKEN for a in case.assignments)
    return of_the_house and not taken and person.id != case.submitter and not biased(person.id, case)


def _check_room(draft: Draft, assignment: Assignment, adviser: Person) -> None:
    waiting = [one.of for one in draft.case.advice if one.assignment == assignment.id and one.given_at is None]
    if adviser.id in waiting:
        raise RuleBroken("advice.already_asked")
    if len(waiting) >= MOST:
        raise RuleBroken("advice.enough", most=MOST)


def advice_given(draft: Draft, happening: AdviceGiven) -> None:
    """As long as whoever asked still has the task."""
    advice = next((one for one in draft.case.advice if one.id == happening.advice), None)
    if advice is None or advice.of != happening.by:
        raise RuleBroken("not_allowed")
    if advice.given_at is not None:
        raise RuleBroken("advice.given")
    assignment = draft.case.assignment(advice.assignment)
    task = draft.case.task(assignment.task) if assignment is not None else None
    if assignment is None or assignment.state is not AssignmentState.OPEN:
        raise RuleBroken("advice.over")
    draft.swap("advice", replace(advice, text=happening.text, given_at=draft.now))
    event = draft.record(EventKind.ADVICE_GIVEN, task=task, assignment=assignment, advice=advice.id, of=advice.of)
    draft.tell_person("advice_given", assignment.person, event, assignment.id)
