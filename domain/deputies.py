"""Who stands in for somebody who is away or says nothing: by role, in order, and nobody who may not have the task."""

from collections.abc import Iterable

from domain.asking.eligibility import full, may_be_named
from domain.case import Case, Task
from domain.staffing import ROLE_OF
from domain.words import AssignmentState, Role
from domain.world import World

MOST_STEPS = 5  # from somebody who is away to their deputy, who is away as well, and so on
_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def deputy_of(person: str, task: Task, case: Case, world: World) -> str | None:
    """The id of whoever is to be asked in place of this person, or beside them; None where nobody stands in.

    A person's own deputies go before the deputies of those of them who are away.
    """
    role = ROLE_OF.get(task.kind)
    if role is None:
        return None
    seen, missing = {person}, [person]
    for _ in range(MOST_STEPS):
        deputies = [one for one in _in_order(missing, role, world) if one not in seen]
        found = next((one for one in deputies if _may_have(one, task, case, world)), None)
        if found is not None:
            return found
        seen.update(deputies)
        missing = [one for one in deputies if world.away(one) is not None]
    return None


def _in_order(people: Iterable[str], role: Role, world: World) -> list[str]:
    named = (one.person for person in people for one in world.deputies.get(person, ()) if one.role == role)
    return list(dict.fromkeys(named))


def _may_have(person_id: str, task: Task, case: Case, world: World) -> bool:
    """Whether this deputy is there, and neither four eyes, an exclusion nor a limit keeps the task from them.

    Who stands in for a role need not have it.
    """
    person = world.people.get(person_id)
    if person is None or not person.active or person.id == case.submitter or world.away(person_id) is not None:
        return False
    if full(person, world):
        return False
    if any(a.task == task.id and a.person == person_id and a.state in _TAKEN for a in case.assignments):
        return False
    return ROLE_OF[task.kind] is not Role.REVIEWER or may_be_named(person, case, world, task.id) is None
