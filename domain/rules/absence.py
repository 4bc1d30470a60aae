"""Absence: what is asked of somebody who is away goes to whoever stands in, and back to them once they are there.

Both names stay in the record. Whoever stands in and has answered, handed it on, asked back, or asked for advice has
begun: nothing goes back then.
"""

from dataclasses import replace

from domain import standing_in
from domain.asking.back import own_time, waits_for
from domain.asking.eligibility import Why, may_be_named
from domain.case import Assignment, Task
from domain.deputies import deputy_of
from domain.draft import Draft
from domain.happenings import AbsenceNoted
from domain.rules import asking_back
from domain.rules.desk import ASKED
from domain.signing.chain import running, step_of
from domain.signing.signers import why_not
from domain.words import AssignmentState, EventKind, TaskKind


def absence_noted(draft: Draft, happening: AbsenceNoted) -> None:
    """What changes by it is done now, or when its time comes: the next wake-up is computed anew."""
    if draft.case.closed_at is None and draft.case.paused_at is None:
        look(draft)


def look(draft: Draft) -> None:
    """Everything that is due by now, both ways."""
    for assignment in tuple(standing_in.asked_by_role(draft.case)):
        task = draft.case.task(assignment.task)
        assert task is not None  # nothing is removed
        if standing_in.is_back(assignment, draft.world):
            _give_back(draft, task, assignment)
            continue
        at = standing_in.handed_on(assignment, draft.world)
        if at is not None and at <= draft.now:
            _hand_on(draft, task, assignment)
        elif assignment.alone_until is not None:
            _after_all(draft, task, assignment)


def _hand_on(draft: Draft, task: Task, assignment: Assignment) -> None:
    """To the next who stands in; where there is nobody, the office hears of it, once for each absence."""
    person = _missing(assignment)
    deputy = _deputy(draft, task, assignment)
    if deputy is None:
        away = draft.world.away(assignment.person) or draft.world.away(person)
        until = draft.world.today if away is None else away.last
        alone = replace(assignment, alone_until=until)
        draft.swap("assignments", alone)
        draft.nobody_stands_in(task, alone)
        return
    _instead(draft, task, assignment, deputy)


def _missing(assignment: Assignment) -> str:
    """Whose deputies are meant."""
    return assignment.for_person if assignment.until_back else assignment.person


def _deputy(draft: Draft, task: Task, assignment: Assignment) -> str | None:
    beside = _beside(draft, assignment)
    return deputy_of(_missing(assignment), task, draft.case, draft.world) if beside is None else beside.person


def _beside(draft: Draft, assignment: Assignment) -> Assignment | None:
    """Whoever has been asked beside them: nobody speaks for the same person besides."""
    others = (a for a in draft.case.open_assignments(assignment.task) if a.id != assignment.id)
    same = (a for a in others if a.for_person == assignment.seat)
    return next((a for a in same if draft.world.away(a.person) is None), None)


def _instead(draft: Draft, task: Task, assignment: Assignment, deputy: str) -> None:
    left, question = own_time(draft.case, assignment.id), waits_for(draft.case, assignment.id)
    draft.end(assignment, AssignmentState.HANDED_OVER, handed_to=deputy)
    draft.record(EventKind.DEPUTISED, task=task, assignment=assignment, to=deputy)
    beside_others = assignment.for_person and not assignment.until_back  # has nobody to give it back to
    goes_back = not beside_others and not standing_in.has_left(assignment.seat, draft.world)
    beside = _beside(draft, assignment)
    if beside is not None:
        draft.swap("assignments", replace(beside, until_back=goes_back))
        asking_back.pass_on(draft, None, question, beside)
        return
    instead_of = (assignment.seat, ASKED[task.kind], assignment.asked_as)
    to = draft.assign_instead(task, deputy, *instead_of, until_back=goes_back)
    asking_back.pass_on(draft, left, question, to)


def _after_all(draft: Draft, task: Task, assignment: Assignment) -> None:
    """Somebody has come to stand in since the office heard that nobody does."""
    missing = _missing(assignment)
    gone = draft.world.away(missing) is not None or standing_in.has_left(missing, draft.world)
    deputy = _deputy(draft, task, assignment) if gone else None
    if deputy is not None:
        _instead(draft, task, assignment, deputy)


def _give_back(draft: Draft, task: Task, assignment: Assignment) -> None:
    """Unless they have left meanwhile, or may not have it any more: then whoever stood in keeps it."""
    begun = {one.assignment for one in draft.case.advice} | {one.assignment for one in draft.case.questions}
    if assignment.id in begun or not _may_have_back(draft, task, assignment.for_person):
        draft.swap("assignments", replace(assignment, until_back=False))
        return
    left = own_time(draft.case, assignment.id)
    draft.end(assignment, AssignmentState.HANDED_OVER, handed_to=assignment.for_person)
    draft.record(EventKind.GIVEN_BACK, task=task, assignment=assignment, to=assignment.for_person)
    to = draft.assign(task, assignment.for_person, ASKED[task.kind], assignment.asked_as)
    asking_back.pass_on(draft, left, None, to)


def _may_have_back(draft: Draft, task: Task, person_id: str) -> bool:
    person = draft.world.people.get(person_id)
    if person is None or not person.active or person.id == draft.case.submitter:
        return False
    if any(a.person == person_id for a in draft.case.open_assignments(task.id)):
        return False
    if task.kind is TaskKind.SIGN:
        chain = running(draft.case)
        return chain is not None and why_not(person, draft.case, chain, step_of(draft.case, task)) is None
    stands_in = Why.ASKED  # whoever does it now
    return task.kind is not TaskKind.REVIEW or may_be_named(person, draft.case, draft.world, task.id) in (
        None,
        stands_in,
    )
