"""Who is meant by the audiences a definition names: resolved to people, never to addresses."""

from collections.abc import Iterable, Iterator

from domain.asking.back import on_the_clock
from domain.case import Assignment, Case
from domain.definition import Notice, ProcessDefinition, by_event
from domain.happenings import Happening
from domain.step import Event
from domain.words import AssignmentState, EventKind, Role, TaskKind, Via
from domain.world import Person, World

# Who hears of it only once nobody can object any more.
_UNTIL_NOBODY_OBJECTS = {EventKind.DECIDED: "submitter", EventKind.SIGN_REFUSED: "office"}
_BY_OFFICE = (Via.OFFICE, Via.IMPORT)
_ASKED = (TaskKind.REVIEW, TaskKind.SIGN, TaskKind.DECIDE, TaskKind.COMMITMENT)  # of people who wait for no result
_OFFICE_ALONE = (EventKind.REMINDED, EventKind.ASKED_BACK)  # the office hears of it where nobody else is meant


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
            if name == _UNTIL_NOBODY_OBJECTS.get(event.kind) and waits_for_objection(event):
                continue
            at_the_desk = happening.via in _BY_OFFICE and (name == "office" or person.id == happening.by)
            if not at_the_desk or name == "assignee":
                yield person


def waits_for_objection(event: Event) -> bool:
    """A decision that may still be taken back is told to nobody who could not be told otherwise again; a refusal to
    sign, to nobody who would act on it."""
    return event.kind in _UNTIL_NOBODY_OBJECTS and "until" in event.facts


def _came_back(event: Event, person_id: str) -> bool:
    """A mail about a mail that came back would come back too, and so on for ever."""
    return event.kind is EventKind.BOUNCED and event.facts.get("person") == person_id


def _ids(name: str, case: Case, world: World, assignment: Assignment | None, event: Event) -> Iterator[str]:
    if name == "submitter":
        yield case.submitter
    elif name == "office" and not (event.kind in _OFFICE_ALONE and assignment is not None):
        yield from (p.id for p in office(world))
    elif name in ("assignee", "former_assignee") and assignment is not None:
        yield assignment.person
    elif name == "assignees":
        yield from _asked(case, event)
    elif name == "escalated":
        above = str(event.facts.get("person") or "")
        yield from (above,) if above else (p.id for p in office(world))
    elif name == "reviewers":
        asked = {t.id for t in case.tasks if t.kind in _ASKED}
        ended = (a for a in case.assignments if a.state is AssignmentState.REVOKED and a.closed_at == event.at)
        yield from (a.person for a in ended if a.task in asked)
    elif name == "owners" and "owner" in event.facts:
        yield str(event.facts["owner"])


def _asked(case: Case, event: Event) -> Iterator[str]:
    """Whoever is waited for in the task the event is about; without one, in the whole case, where its submitter
    hears of it anyway."""
    task = event.facts.get("task")
    for assignment in _waited_for(case, event):
        if task or assignment.person != case.submitter:
            yield assignment.person


def open_for(case: Case, person: str, event: Event) -> str:
    """The id of what this person is asked in the task of the event, or in the case; "" where they are not."""
    mine = (a.id for a in _waited_for(case, event) if a.person == person)
    return next(mine, "")


def _waited_for(case: Case, event: Event) -> tuple[Assignment, ...]:
    task = case.task(str(event.facts.get("task") or ""))
    return case.open_assignments() if task is None else on_the_clock(case, task)


# Who hears of these, where a definition says nothing of them: cases are pinned to definitions that are older.
UNLESS_SAID: tuple[Notice, ...] = (
    Notice(on=EventKind.PAUSED, tell=("submitter",), mail="paused"),
    Notice(on=EventKind.PAUSED, tell=("assignees",), mail="paused_task"),
    Notice(on=EventKind.RESUMED, tell=("submitter",), mail="resumed"),
    Notice(on=EventKind.RESUMED, tell=("assignees",), mail="resumed_task"),
    Notice(on=EventKind.EXTENDED, tell=("assignees",), mail="extended"),
    Notice(on=EventKind.CLOCK_BEGAN, tell=("assignees",), mail="clock_begins"),
    Notice(on=EventKind.SILENCE, tell=("assignee",), mail="silence"),
    Notice(on=EventKind.ASKED_BACK, tell=("assignee",), mail="asked_back"),
    Notice(on=EventKind.ASKED_BACK, tell=("office",), mail="asked_back_office"),
    Notice(on=EventKind.ANSWERED_BACK, tell=("assignee",), mail="answered_back"),
    Notice(on=EventKind.UNANSWERED, tell=("assignee",), mail="unanswered"),
    Notice(on=EventKind.REWORK_ASKED, tell=("assignee",), mail="rework_asked"),
    Notice(on=EventKind.ESCALATED, tell=("escalated",), mail="escalated"),
    Notice(on=EventKind.DEPUTISED, tell=("former_assignee",), mail="handed_over"),
    Notice(on=EventKind.GIVEN_BACK, tell=("former_assignee",), mail="handed_over"),
    Notice(on=EventKind.TAKEN_BACK, tell=("former_assignee",), mail="taken_back"),
    Notice(on=EventKind.OBJECTED, task=TaskKind.SIGN, tell=("reviewers",), mail="no_longer_needed"),
)
_UNLESS_SAID = by_event(UNLESS_SAID)


# By these the office may say itself what others are being asked: whatever else is told, they must not go on in vain.
SAID_FOR_OTHERS = frozenset(
    {
        EventKind.DECLINED,
        EventKind.DECIDED,
        EventKind.COMMITMENT_DONE,
        EventKind.COMMITMENT_LATE,
        EventKind.COMMITMENT_DROPPED,
    }
)


def notices_for(kind: EventKind, definition: ProcessDefinition) -> tuple[Notice, ...]:
    """What the definition says of such an event, else what goes without saying."""
    said = definition.notices_by_event.get(kind, ())
    if kind is EventKind.TOOK_EFFECT and not said:
        return _of_decision(definition)
    if kind in SAID_FOR_OTHERS and not any("reviewers" in notice.tell for notice in said):
        return (*said, Notice(on=kind, tell=("reviewers",), mail="no_longer_needed"))
    return said or _UNLESS_SAID.get(kind, ())


def _of_decision(definition: ProcessDefinition) -> tuple[Notice, ...]:
    """What waited: what the definition tells submitters of a decision."""
    return tuple(
        notice.model_copy(update={"tell": ("submitter",)})
        for notice in definition.notices
        if notice.on is EventKind.DECIDED and "submitter" in notice.tell
    )


def office(world: World) -> tuple[Person, ...]:
    """Whom the office's mail goes to: its shared mailbox if it has one, else everybody in the office."""
    return office_of(world.holding(Role.OFFICE))


def office_of(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Of those who hold the role: the shared mailbox, else everybody."""
    return tuple(p for p in people if p.shared) or people
