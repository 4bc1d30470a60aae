"""Whom somebody with a task may ask for advice, and to whom they may hand it: by link and by API alike."""

from zoneinfo import ZoneInfo

from api.services import Services
from domain.asking.choosing import by_name, free
from domain.asking.known import House
from domain.calendar import local_date
from domain.case import Assignment, Case, Task
from domain.definition import ProcessDefinition
from domain.rules.advice import may_advise
from domain.signing.signers import colleagues
from domain.staffing import ROLE_OF, STOOD_IN, eligible
from domain.words import AssignmentState, Role, TaskKind
from domain.world import Person
from storage import people
from storage.queries import reviewers
from storage.session import Session

_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


async def advisers(services: Services, case: Case, task: Task | None, asker: Person | None) -> list[Person]:
    """Whom they may ask for advice; outsiders are told no names."""
    if task is None or task.kind not in STOOD_IN or asker is None or not of_the_house(asker):
        return []
    async with services.db.read() as session:
        everybody = await people.everybody(session)
    return [p for p in everybody if p.id != asker.id and may_advise(p, case, task)]


async def successors(
    services: Services, case: Case, definition: ProcessDefinition, assignment: Assignment | None, asked: Person | None
) -> list[Person]:
    """Those who may take the task and have not been asked."""
    task = case.task(assignment.task) if assignment is not None else None
    if task is None or asked is None:
        return []
    if task.kind is TaskKind.SIGN:
        return await _signers(services, case, definition, task, asked.id)
    role = ROLE_OF.get(task.kind)
    if role is None:
        return []
    async with services.db.read() as session:
        if role is Role.REVIEWER:
            return await _reviewers(services, session, case, definition, asked)
        found = await people.holding(session, role)
    taken = {a.person for a in case.assignments if a.task == task.id and a.state in _TAKEN}
    return [p for p in found if eligible(p, role, case) and p.id not in taken]


async def _reviewers(
    services: Services, session: Session, case: Case, definition: ProcessDefinition, asked: Person
) -> list[Person]:
    today = local_date(services.now(), ZoneInfo(definition.timezone))
    house = await reviewers.house(session, services.db.known, definition, case, today)
    return [p for p in free(case, house) if of_the_house(p)] if of_the_house(asked) else []


async def _signers(
    services: Services, case: Case, definition: ProcessDefinition, task: Task, asked: str
) -> list[Person]:
    """Colleagues who may sign the step, and have no other in the chain."""
    async with services.db.read() as session:
        everybody = {p.id: p for p in await people.everybody(session)}
    return by_name(colleagues(task, case, House(definition, everybody), asked))


def of_the_house(person: Person) -> bool:
    """Outsiders are told no names, and nobody is told theirs."""
    return bool(person.department or person.roles)
