"""Who stands in for somebody who is away or says nothing: by role, in order, and nobody who may not have the task."""

from collections.abc import Iterable

from domain.asking.eligibility import biased, full, may_be_named
from domain.case import Case, Task
from domain.signing.chain import running, step_of
from domain.signing.signers import why_not
from domain.staffing import ROLE_OF, STOOD_IN
from domain.words import AssignmentState, Role, TaskKind
from domain.world import World

MOST_STEPS = 5  # from somebody who is away to their deputy, who is away as well, and so on
_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def deputy_of(person: str, task: Task, case: Case, world: World) -> str | None:
    """The id of whoever is to be asked in place of this person, or beside them; None where nobody stands in.

    A person's own deputies go before the deputies of those of them who are away. Whoever signs does so in no role, so
    anybody who stands in for them will do.
    """
    if task.kind not in STOOD_IN:
        return None
    role = ROLE_OF.get(task.kind)
    seen, missing = {person}, [person]
    for _ in range(MOST_STEPS):
        deputies = [one for one in _in_order(missing, role, world) if one not in seen]
        found = next((one for one in deputies if _may_have(one, task, case, world)), None)
        if found is not None:
            return found
        seen.update(deputies)
        missing = [one for one in deputies if world.away(one) is not None]
    return None


def _in_order(people: Iterable[str], role: Role | None, world: World) -> list[str]:
    named = (
        one.person for person in people for one in world.deputies.get(person, ()) if role is None or one.role == role
    )
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
    if task.kind is TaskKind.SIGN:
        chain = running(case)
        return chain is not None and why_not(person, case, chain, step_of(case, task)) is None
    if ROLE_OF[task.kind] is Role.REVIEWER:
        return may_be_named(person, case, world, task.id) is None
    return task.kind is not TaskKind.DECIDE or not biased(person_id, case)
