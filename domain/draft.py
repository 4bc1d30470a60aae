"""One step under way: what the rules change, record and tell, until it is frozen into a Step."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from domain import chain, ladder
from domain.asking.back import waits_for
from domain.case import Assignment, Case, Task
from domain.definition import Deadline, Digest
from domain.deputies import deputy_of
from domain.derived import derived_id
from domain.happenings import Happening
from domain.staffing import STOOD_IN
from domain.status import due_of, next_look, state_of, wake_of
from domain.step import Event, Fact, Notice, Step
from domain.telling import audience, notices_for, office, open_for
from domain.words import AssignmentState, EventKind, Outcome, SignResult, Stage, TaskKind
from domain.world import Person, World

IDS = UUID("6f1d2c9a-7a55-4d0e-9a5f-0d8f4b1f6a11")  # namespace of all derived ids
# Each of them gets a link of their own.
TO_ALL_WHO_ARE_ASKED = frozenset({EventKind.EXTENDED, EventKind.RESUMED, EventKind.CLOCK_BEGAN})
_FIELDS = attrgetter(*(field.name for field in fields(Case)))


class Draft:
    """Mutable inside one call of `advance`, never outside."""

    def __init__(self, case: Case, happening: Happening, world: World) -> None:
        # Its own copy, changed in place until it is handed out: a new case for every field took half the time.
        self.case = Case(*_FIELDS(case))
        self.happening, self.world = happening, world
        self.events: list[Event] = []
        self.notices: list[Notice] = []
        self.elsewhere: list[tuple[str, Happening]] = []
        self._ids = 0

    @property
    def now(self) -> datetime:
        """The course's time of this step."""
        return self.world.now

    def new_id(self) -> str:
        """An id that the same happening to the same case gives again."""
        self._ids += 1
        return derived_id(IDS, f"{self.case.id}/{self.happening.id}/{self._ids}")

    def change(self, **changes: Any) -> None:
        """Changes plain fields of the case."""
        for name, value in changes.items():
            object.__setattr__(self.case, name, value)

    def add(self, collection: str, item: Any) -> None:
        """Adds one noun to the case."""
        self.change(**{collection: (*getattr(self.case, collection), item)})

    def swap(self, collection: str, changed: Any) -> None:
        """Puts a changed noun in the place of the one with its id."""
        items = getattr(self.case, collection)
        self.change(**{collection: tuple(changed if item.id == changed.id else item for item in items)})

    # Tasks

    def open_task(self, kind: TaskKind, deadline: Deadline, **fields: Any) -> Task:
        """Asks for something until its deadline ends; for the office unless people are assigned."""
        task = Task(
            id=self.new_id(),
            kind=kind,
            stage=self.case.stage,
            opened_at=self.now,
            text_version=self.case.version,
            **ladder.meant_for(kind, fields.get("role", ""), self.dates(deadline)),
            **fields,
        )
        self.add("tasks", task)
        return task

    def dates(self, deadline: Deadline) -> dict[str, Any]:
        """Due date, instants of its ladder, and the version of the calendar they come from."""
        if deadline.starts == "complete" and self.case.complete_at is None:
            return ladder.dates_to_come(self.world)
        return ladder.dates_of(deadline, self.world)

    def next_look(self) -> datetime:
        """When what still waits is looked at again."""
        return next_look(self.now, self.world)

    def assign(
        self,
        task: Task,
        person: str,
        event: EventKind | None = None,
        asked_as: str = "",
        for_person: str = "",
        *,
        until_back: bool = False,
    ) -> Assignment:
        """Asks one person, or whoever stands in while they are away; recorded, and told to whoever is asked, unless
        the caller records it. Where nobody stands in they are asked all the same, and the office hears of it.

        Whoever has the task already, perhaps in another's place, is not asked twice.
        """
        if (mine := next((a for a in self.case.open_assignments(task.id) if a.person == person), None)) is not None:
            return mine
        away = self.world.away(person) if task.kind in STOOD_IN else None
        deputy = None if away is None else deputy_of(person, task, self.case, self.world)
        if deputy is not None:
            return self.assign_instead(task, deputy, for_person or person, event, asked_as)
        alone = None if away is None else away.last
        place: dict[str, Any] = {"for_person": for_person, "until_back": until_back, "alone_until": alone}
        assignment = self._assigned(task, person, asked_as, **place)
        if event is not None:
            self.record(event, task=task, assignment=assignment)
        if alone is not None:
            self.nobody_stands_in(task, assignment)
        return assignment

    def assign_instead(
        self,
        task: Task,
        deputy: str,
        person: str,
        event: EventKind | None,
        asked_as: str,
        *,
        until_back: bool = True,
    ) -> Assignment:
        """Asks whoever stands in for somebody, as a rule until they are back."""
        assignment = self._assigned(task, deputy, asked_as, for_person=person, until_back=until_back)
        if event is not None:
            self.record(event, task=task, assignment=assignment)
        return assignment

    def nobody_stands_in(self, task: Task, assignment: Assignment) -> None:
        """The office hears of it, also where it has just asked them itself."""
        until = assignment.alone_until
        facts = {"until": None if until is None else until.isoformat()}
        event = self.record(EventKind.NOBODY_STANDS_IN, task=task, assignment=assignment, **facts)
        self.tell_office("nobody_stands_in", event)

    def _assigned(self, task: Task, person: str, asked_as: str, **fields: Any) -> Assignment:
        assignment = Assignment(
            id=self.new_id(),
            task=task.id,
            person=person,
            opened_at=self.now,
            text_version=self.case.version,
            asked_as=asked_as,
            **fields,
        )
        self.add("assignments", assignment)
        return assignment

    def answer_open(self, task: Task, by: str) -> None:
        """Whoever spoke has answered; for the others who were asked the task is over."""
        for assignment in self.case.open_assignments(task.id):
            self.end(assignment, AssignmentState.ANSWERED if assignment.person == by else AssignmentState.REVOKED)

    def close_task(self, task: Task) -> None:
        """Ends a task; whoever was still asked need not answer any more."""
        for assignment in self.case.open_assignments(task.id):
            self.end(assignment, AssignmentState.REVOKED)
        self.swap("tasks", replace(self.case.task(task.id) or task, closed_at=self.now))

    def close_tasks(self, *kinds: TaskKind) -> None:
        """Ends all open tasks of these kinds."""
        for task in self.case.open_tasks():
            if task.kind in kinds:
                self.close_task(task)

    def end(self, assignment: Assignment, state: AssignmentState, handed_to: str = "") -> None:
        """Ends one person's part."""
        self.swap("assignments", replace(assignment, state=state, closed_at=self.now, handed_to=handed_to))
        self.end_own_time(assignment)

    def end_own_time(self, assignment: Assignment) -> None:
        """Whoever is not asked any more has no time of their own, and waits for no answer."""
        question = waits_for(self.case, assignment.id)
        if question is not None:
            self.swap("questions", replace(question, ended_at=self.now))
        for task in self.case.open_tasks():
            waited = question is not None and task.kind is TaskKind.QUESTION and task.about == question.id
            if waited or (task.kind is TaskKind.OWN_TIME and task.about == assignment.id):
                self.close_task(task)

    # Stages

    def move_to(self, stage: Stage) -> None:
        """Moves the case into a stage; what that stage asks for is opened by its rules."""
        self.change(stage=stage, held_until=None)

    def close(self, outcome: Outcome) -> None:
        """Ends the case: every task with it, and a co-signature that is under way."""
        for task in self.case.open_tasks():
            self.close_task(task)
        for begun in self.case.sign_offs:
            if begun.ended_at is None:
                self.swap("sign_offs", replace(begun, ended_at=self.now, result=SignResult.STOPPED))
        self.change(outcome=outcome, closed_at=self.now, paused_at=None, pause="", held_until=None)
        self.record(EventKind.CLOSED, outcome=outcome)

    # Record and notices

    def record(
        self, kind: EventKind, task: Task | None = None, assignment: Assignment | None = None, **facts: Fact
    ) -> Event:
        """Adds a line to the record and tells those the definition names for it."""
        if task is not None:
            facts |= {"task": task.id, "about": task.kind}
        if assignment is not None:
            facts = {"assignment": assignment.id, "person": assignment.person, **facts}
            if assignment.for_person:
                facts |= {"for_person": assignment.for_person}
        happening = self.happening
        number = self.case.events + 1
        event = chain.chained(self.case.id, number, kind, self.now, happening.by, happening.via, facts, self.case.head)
        self.events.append(event)
        self.change(events=number, head=event.hash)
        self._tell(event, task, assignment)
        return event

    def _tell(self, event: Event, task: Task | None, assignment: Assignment | None) -> None:
        for rule in notices_for(event.kind, self.world.definition):
            if rule.task is not None and (task is None or rule.task is not task.kind):
                continue
            people = self._once(audience(rule.tell, self.case, self.happening, self.world, assignment, event))
            for person in people:
                asked = self._asked(person, assignment, event)
                self._notice(rule.mail, person, event, asked, rule.digest)

    def _asked(self, person: Person, assignment: Assignment | None, event: Event) -> str:
        """What the mail to this person is about: the assignment of the event, or their own part in its task."""
        if assignment is not None:
            return assignment.id if assignment.person == person.id else ""
        return open_for(self.case, person.id, event) if event.kind in TO_ALL_WHO_ARE_ASKED else ""

    def tell_submitter(self, mail: str, event: Event) -> None:
        """Whatever the definition says, as below; nobody is told what they did at the desk themselves."""
        submitter = self.world.people.get(self.case.submitter)
        if submitter is not None and submitter.active and submitter.id != self.happening.by:
            self._notice(mail, submitter, event)

    def tell_office(self, mail: str, event: Event) -> None:
        """Whatever the definition says: a case may be pinned to one that is older than the event."""
        for person in office(self.world):
            self._notice(mail, person, event)

    def tell_person(self, mail: str, person_id: str, event: Event, about: str) -> None:
        """One who is meant by name; `about` is what the link in the mail is for."""
        person = self.world.people.get(person_id)
        if person is not None and person.active:
            self._notice(mail, person, event, about)

    def _notice(self, mail: str, person: Person, event: Event, assignment: str = "", digest: Digest = False) -> None:
        key = f"{mail}:{self.case.id}:{event.seq}:{person.id}"
        if all(notice.key != key for notice in self.notices):
            self.notices.append(Notice(mail, person.id, key, event.kind, assignment, event.facts, digest))

    @staticmethod
    def _once(people: Iterable[Person]) -> list[Person]:
        return list({p.id: p for p in people}.values())

    def step(self) -> Step:
        """The finished step; a happening that left no line in the record was none."""
        case = self.case
        self.change(wake=wake_of(case, self.world))
        if self.events:
            self.change(seq=case.seq + 1, last_at=self.now, state=state_of(case), due_on=due_of(case))
        return Step(case, tuple(self.events), tuple(self.notices), tuple(self.elsewhere))
