"""What the clock has to do with absences: which assignment goes to a deputy when, and which goes back. Pure."""

from collections.abc import Iterator
from datetime import datetime

from domain import absence, calendar
from domain.case import Assignment, Case
from domain.staffing import STOOD_IN
from domain.words import AssignmentState
from domain.world import World


def alarms(case: Case, world: World) -> Iterator[datetime]:
    """When somebody's absence next changes who is asked."""
    for assignment in asked_by_role(case):
        if assignment.until_back:
            yield _back(assignment, world)
        if (at := handed_on(assignment, world)) is not None:
            yield at


def asked_by_role(case: Case) -> Iterator[Assignment]:
    """Open assignments that somebody may have in another's place; nobody looks for others at what they said."""
    kinds = {t.id for t in case.tasks if t.closed_at is None and t.kind in STOOD_IN}
    yield from (a for a in case.assignments if a.state is AssignmentState.OPEN and a.task in kinds)


def is_back(assignment: Assignment, world: World) -> bool:
    """Whether whoever this stands in for is there again."""
    return assignment.until_back and world.away(assignment.for_person) is None


def _back(assignment: Assignment, world: World) -> datetime:
    if is_back(assignment, world):
        return world.now
    absences = world.absences[assignment.for_person]
    return calendar.morning_of(absence.back_on(absences, world.today, world.closed_days.days), world.zone)


def handed_on(assignment: Assignment, world: World) -> datetime | None:
    """When this goes to a deputy, now if it should have; None where nobody is away, or the office knows already."""
    if has_left(assignment.person, world):
        return world.now if assignment.alone_until is None else None
    after, closed = world.definition.absence.open_after, world.closed_days.days
    known = [a for a in world.absences.get(assignment.person, ()) if a.last >= world.today]
    times = [absence.handed_on_at(a, after, closed, world.zone) for a in known if a.last != assignment.alone_until]
    ends = [calendar.end_of(a.last, world.zone) for a in known if a.last != assignment.alone_until]
    fit = [at for at, end in zip(times, ends, strict=True) if at < end]  # a short one is over before
    return max(min(fit), world.now) if fit else None


def has_left(person_id: str, world: World) -> bool:
    """Whether somebody is not of the house any more."""
    person = world.people.get(person_id)
    return person is None or not person.active
