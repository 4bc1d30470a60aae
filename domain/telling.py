"""Who is meant by the audiences a definition names: resolved to people, never to addresses."""

from collections.abc import Iterable, Iterator

from domain.case import Assignment, Case
from domain.happenings import Happening
from domain.step import Event
from domain.words import AssignmentState, EventKind, Role, TaskKind, Via
from domain.world import Person, World

_BY_OFFICE = (Via.OFFICE, Via.IMPORT)


def audience(
    tell: Iterable[str],
    case: Case,
    happening: Happening,
    world: World,
    assignment: Assignment | None,
    event: Event,
) -> Iterator[Person]:
    """The people to tell; nobody is told by mail what they or their colleagues have just done at the desk."""
    for name in tell:
        for person_id in _ids(name, case, world, assignment, event):
            person = world.people.get(person_id)
            if person is None or not person.active or _came_back(event, person_id):
                continue
            at_the_desk = happening.via in _BY_OFFICE and (name == "office" or person.id == happening.by)
            if not at_the_desk or name == "assignee":
                yield person


def _came_back(event: Event, person_id: str) -> bool:
    """A mail about a mail that came back would come back too, and so on for ever."""
    return event.kind is EventKind.BOUNCED and event.facts.get("person") == person_id


def _ids(name: str, case: Case, world: World, assignment: Assignment | None, event: Event) -> Iterator[str]:
    if name == "submitter":
        yield case.submitter
    elif name == "office" and not (event.kind is EventKind.REMINDED and assignment is not None):
        yield from (p.id for p in office(world))
    elif name in ("assignee", "former_assignee") and assignment is not None:
        yield assignment.person
    elif name == "reviewers":
        asked = {t.id for t in case.tasks if t.kind in (TaskKind.REVIEW, TaskKind.DECIDE)}
        ended = (a for a in case.assignments if a.state is AssignmentState.REVOKED and a.closed_at == event.at)
        yield from (a.person for a in ended if a.task in asked)
    elif name == "owners" and "owner" in event.facts:
        yield str(event.facts["owner"])


def office(world: World) -> tuple[Person, ...]:
    """Whom the office's mail goes to: its shared mailbox if it has one, else everybody in the office."""
    return office_of(world.holding(Role.OFFICE))


def office_of(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Of those who hold the role: the shared mailbox, else everybody."""
    return tuple(p for p in people if p.shared) or people
