"""What a link in a mail opens, as one state of the data: a page of its own for whatever it no longer opens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from api.joining import GoesOn
from api.services import Services
from domain.asking.back import clock_of
from domain.canvas.blueprint import Blueprint
from domain.canvas.content import Content
from domain.case import Advice, Assignment, Case, Task
from domain.comments.comment import Comment
from domain.deferral.beside import Beside
from domain.definition import ProcessDefinition
from domain.happenings import Happening
from domain.step import Event
from domain.telling import SAID_FOR_OTHERS
from domain.words import OF_SUBMITTER, AssignmentState, EventKind, Outcome, TaskKind
from domain.world import Person
from storage.links import Link
from storage.queries.case_page import CaseBundle, Unfinished
from storage.queries.own_desk import OwnDesk
from storage.ranked import Ranked
from storage.results import Gathering
from storage.submissions import Submission

PAUSED = frozenset({"refused:case.paused", "refused:objection.paused"})


DESK, ADVICE, OBJECTION = "desk", "advice", "objection"


JUDGED = ("review", "decide")  # links of those who judge an idea


class Door(StrEnum):
    """What is behind a link now; each has a page with words of its own."""

    OPEN = "open"
    WAITING = "waiting"  # an answer was received and is not yet processed
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    SILENT = "silent"  # the time went by, and silence counts
    TAKEN_BACK = "taken_back"  # by the office
    ENOUGH = "enough"  # others have answered
    BESIDE = "beside"  # of somebody and their deputy, the other has
    ABOVE = "above"  # of somebody and whoever was asked since nobody answered, the other has
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REVOKED = "revoked"
    BIASED = "biased"
    KEPT = "kept"  # a second look whose time is over
    OBJECTED = "objected"  # the answer was taken back
    SAID = "said"  # the office said it for them
    UNSIGNED = "unsigned"  # a co-signature went on, back or to its end without them
    NOTED = "noted"  # an objection came too late to take it back
    EXPIRED = "expired"


@dataclass(frozen=True)
class Opened:
    """A known link with everything its page shows, as one state of the data."""

    path: str
    link: Link
    door: Door
    bundle: CaseBundle | None = None
    submission: Submission | None = None
    person: Person | None = None
    kept: Happening | None = None  # what `refused_later` said
    desk: str = ""  # the address of the desk it was opened from; that address itself at a desk
    own: OwnDesk | None = None  # what lies on a desk
    surveyed: tuple[Gathering, ...] = ()  # waves that asked about the idea, for those who judge it
    asked_until: date | None = None  # people are still being asked about it, likewise
    canvases: tuple[tuple[Blueprint, Content], ...] = ()  # that the office shows to reviewers
    comments: tuple[Comment, ...] = ()  # all there are: who reads which is for `api.links.comments` to say
    around: Beside = field(default_factory=Beside)  # what the idea waits for, for whoever sent it in
    ranked: Mapping[tuple[str, int], Ranked] = field(default_factory=dict)  # what rounds said of it, likewise
    goes_on: GoesOn | None = None  # where it goes on, once it was merged, likewise
    takes_effect: datetime | None = None  # when a decision that was made now would; None where it does at once

    @property
    def case(self) -> Case:
        """The case of a link that has one."""
        assert self.bundle is not None
        return self.bundle.case

    @property
    def definition(self) -> ProcessDefinition:
        """The rules of the case."""
        assert self.bundle is not None
        return self.bundle.definition

    @property
    def events(self) -> tuple[Event, ...]:
        """The record of the case."""
        return self.bundle.events if self.bundle is not None else ()

    @property
    def people(self) -> Mapping[str, Person]:
        """People the case names."""
        return self.bundle.people if self.bundle is not None else {}

    @property
    def assignment(self) -> Assignment | None:
        """What the link was sent for."""
        return self.case.assignment(self.link.assignment) if self.bundle is not None else None

    @property
    def task(self) -> Task | None:
        """The task of the assignment."""
        return self.case.task(self.assignment.task) if self.assignment is not None else None

    @property
    def advice_asked(self) -> Advice | None:
        """What a link to advice is about."""
        return next((one for one in self.case.advice if one.id == self.link.assignment), None)

    @property
    def advice(self) -> list[tuple[str, Advice]]:
        """What the person has asked colleagues about this task, with their names."""
        mine = [one for one in self.case.advice if one.assignment == self.link.assignment]
        return [(known.name, one) for one in mine if (known := self.people.get(one.of)) is not None]

    @property
    def standing_in_for(self) -> str | None:
        """The name of whom the person was asked in place of, if they were."""
        person = self.people.get(self.assignment.for_person) if self.assignment is not None else None
        return None if person is None else person.name

    @property
    def clock(self) -> Task | None:
        """The task whose dates hold for this person: whoever has asked back may have time of their own."""
        return clock_of(self.case, self.assignment) if self.assignment is not None else None

    @property
    def kind(self) -> str:
        """What the page is about: a kind of task, "idea", "desk" or "confirm"."""
        if self.link.purpose != "task":
            return self.link.purpose
        task = self.task
        return "idea" if task is None or task.kind in OF_SUBMITTER else task.kind.value

    @property
    def language(self) -> str:
        """What the person reads, as far as known."""
        return self.person.language if self.person is not None else ""

    @property
    def waiting(self) -> Unfinished | None:
        """What this person sent and nobody has processed yet."""
        return next((u for u in self._mine if u.verdict is None or u.verdict.startswith("stuck:")), None)

    @property
    def refused_later(self) -> Unfinished | None:
        """What this person sent while the engine was away, and rules then refused: nobody saw that on a screen.

        The same for what was sent while the case was paused. None once they have said something since.
        """
        refused = [u for u in self._mine if (u.verdict or "").startswith("refused:")]
        late = [u for u in refused if u.attempts > 0 or u.verdict in PAUSED]
        if not late or any(e.by == self.link.person_id and e.at >= late[-1].received_at for e in self.events):
            return None
        return late[-1]

    @property
    def _mine(self) -> list[Unfinished]:
        unfinished = self.bundle.unfinished if self.bundle is not None else ()
        return [u for u in unfinished if u.by == self.link.person_id and u.via == "link"]


# What ends the link of somebody who is asked to sign, besides what they say themselves.
_UNSIGNED = frozenset(
    {EventKind.SIGN_OFF_CHANGED, EventKind.SIGN_OFF_STOPPED, EventKind.SIGN_REFUSED, EventKind.SIGN_SENT_BACK}
)


def said_for(events: Iterable[Event], assignment: Assignment | None) -> Event | None:
    """The line by which the office recorded what somebody was asked: an end has the instant of its step."""
    ended = assignment.closed_at if assignment is not None else None
    return next((e for e in events if e.kind in SAID_FOR_OTHERS and e.at == ended), None)


def unsigned(events: Iterable[Event], assignment: Assignment | None) -> Event | None:
    """The line that tells why somebody need not sign any more; a step has one instant, and so has its end."""
    ended = assignment.closed_at if assignment is not None else None
    return next((e for e in events if e.kind in _UNSIGNED and e.at == ended), None)


def door_of(found: Opened, services: Services) -> Door:
    """What is behind the link: first what became of the task, then what became of the link."""
    if found.kind == "confirm":
        return _of_submission(found, services)
    expired = found.link.expired(services.now())
    if found.kind == DESK:
        return _of_desk(found, expired=expired)
    if found.bundle is None or found.person is None or not found.person.active:
        return Door.REVOKED
    if found.kind == "idea":
        return _of_idea(found, expired=expired)
    if found.kind == ADVICE:
        return _of_advice(found, expired=expired)
    assignment = found.assignment
    if found.kind == OBJECTION:
        return _of_objection(found, expired=expired)
    if assignment is not None and assignment.state is not AssignmentState.OPEN:
        return _ENDED.get(assignment.state) or _over(found)
    if found.link.revoked_at is not None:
        return Door.REVOKED
    if found.waiting is not None:
        return Door.WAITING
    return Door.EXPIRED if expired else Door.OPEN


def _of_submission(found: Opened, services: Services) -> Door:
    if found.submission is not None and found.submission.confirmed_at is not None:
        return Door.ANSWERED
    over = found.submission is None or found.submission.sealed is None or found.link.expired(services.now())
    return Door.EXPIRED if over else Door.OPEN


def _of_desk(found: Opened, *, expired: bool) -> Door:
    if found.link.revoked_at is not None or found.person is None or not found.person.active:
        return Door.REVOKED
    return Door.EXPIRED if expired else Door.OPEN


def _of_idea(found: Opened, *, expired: bool) -> Door:
    if found.link.revoked_at is not None or found.link.person_id != found.case.submitter:
        return Door.REVOKED
    return Door.EXPIRED if expired else Door.OPEN


def _of_advice(found: Opened, *, expired: bool) -> Door:
    """As long as whoever asked still has the task."""
    advice = found.advice_asked
    if advice is not None and advice.given_at is not None:
        return Door.ANSWERED
    asker = found.case.assignment(advice.assignment) if advice is not None else None
    if found.link.revoked_at is not None or asker is None or asker.state is not AssignmentState.OPEN:
        return Door.REVOKED
    return Door.EXPIRED if expired else Door.OPEN


def _of_objection(found: Opened, *, expired: bool) -> Door:
    """Whoever objects has answered: their link is for what they said."""
    assignment = found.assignment
    if assignment is not None and assignment.state is AssignmentState.OBJECTED:
        return Door.OBJECTED
    if found.link.revoked_at is not None or assignment is None or assignment.state is not AssignmentState.ANSWERED:
        return Door.REVOKED
    noted = (e for e in found.events if e.kind is EventKind.OBJECTION_NOTED)
    if any(e.facts.get("assignment") == assignment.id for e in noted):
        return Door.NOTED
    if found.waiting is not None:
        return Door.WAITING
    return Door.EXPIRED if expired else Door.OPEN


def _over(found: Opened) -> Door:
    """Why nothing is needed any more."""
    if found.case.outcome is Outcome.WITHDRAWN:
        return Door.WITHDRAWN
    task = found.task
    if any(e.kind is EventKind.TAKEN_BACK and e.facts.get("assignment") == found.link.assignment for e in found.events):
        return Door.TAKEN_BACK
    if _heard_beside(found.case, found.assignment):
        return Door.BESIDE
    if task is not None and task.kind is TaskKind.DECIDE and _heard(found.case, found.assignment):
        return Door.ABOVE
    if task is not None and task.kind is TaskKind.SIGN and unsigned(found.events, found.assignment) is not None:
        return Door.UNSIGNED
    if task is not None and task.kind is TaskKind.RECONSIDER and found.case.closed_at is None:
        return Door.KEPT
    if task is not None and any(a.task == task.id for a in found.case.said):
        return Door.ENOUGH
    if said_for(found.events, found.assignment) is not None:
        return Door.SAID
    return Door.CLOSED if found.case.closed_at is not None else Door.REVOKED


def _heard_beside(case: Case, mine: Assignment | None) -> bool:
    """Whether this ended by what was said for the same seat: a step has one instant."""
    return mine is not None and any(a.seat == mine.seat for a in _heard(case, mine))


def _heard(case: Case, mine: Assignment | None) -> list[Assignment]:
    """Those whose answer ended this, too."""
    if mine is None:
        return []
    ended = (a for a in case.assignments if a.task == mine.task and a.closed_at == mine.closed_at)
    return [a for a in ended if a.state is AssignmentState.ANSWERED]


_ENDED = {
    AssignmentState.ANSWERED: Door.ANSWERED,
    AssignmentState.HANDED_OVER: Door.HANDED_OVER,
    AssignmentState.SILENT: Door.SILENT,
    AssignmentState.BIASED: Door.BIASED,
    AssignmentState.OBJECTED: Door.OBJECTED,
}
