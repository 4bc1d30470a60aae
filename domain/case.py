"""The nouns of one case: what the database keeps and the rules read; frozen, so that a step is a new value.

Every noun's fields are the columns of its table. Collections only grow or change by id; nothing is removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.deferral.condition import Condition, earliest
from domain.deferral.words import Again
from domain.signing.nouns import SignOff as SignOff
from domain.signing.nouns import SignStep as SignStep
from domain.thread import Point as Point
from domain.thread import Question as Question
from domain.words import (
    AssignmentState,
    CommitmentState,
    MeasureState,
    Outcome,
    ProjectState,
    Source,
    Stage,
    State,
    TaskKind,
    Verdict,
    Via,
)


@dataclass(frozen=True, slots=True)
class Benefit:
    """Who gains what: the clear benefit that is asked for before anything is scored."""

    group: str
    how: str


@dataclass(frozen=True, slots=True)
class Text:
    """One version of what the submitter wrote; answers name the version they answer to."""

    id: str
    version: int
    by: str
    at: datetime
    title: str
    summary: str = ""
    description: str = ""
    benefits: tuple[Benefit, ...] = ()
    theme: str = ""
    level: str = ""
    goals: tuple[str, ...] = ()
    cost: int | None = None  # euro, rough
    effort: int | None = None  # person days, rough
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Task:
    """Something one stage asks of people, with the dates its clock acts on (UTC instants; `due_on` is local)."""

    id: str
    kind: TaskKind
    stage: Stage
    opened_at: datetime
    text_version: int
    role: str = ""  # who acts when nobody is named: "office"; "" when there are assignments
    quorum: int = 0  # answers needed, where several are asked
    about: str = ""  # id of the question, answer or commitment it is about, or of the definition's step
    due_on: date | None = None
    due_at: datetime | None = None  # end of that working day
    calendar: str = ""  # version of the table of closed days the date was computed from
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    overdue_at: datetime | None = None  # when the office was told
    look_at: datetime | None = None  # date for review: nothing waits for ever
    deputy_at: datetime | None = None  # when whoever stands in is asked
    escalate_at: datetime | None = None
    escalated_at: datetime | None = None
    silent_at: datetime | None = None  # when silence counts
    first_due_on: date | None = None  # before it was extended
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task for one person."""

    id: str
    task: str
    person: str
    opened_at: datetime
    state: AssignmentState = AssignmentState.OPEN
    text_version: int = 1  # what the person was asked about
    closed_at: datetime | None = None
    handed_to: str = ""  # the person who took its place
    silence: str = ""  # what it meant that nothing was said; "" unless it ended so
    asked_as: str = ""  # one of the groups the definition asks; "" where it names none
    for_person: str = ""  # whom this person stands in for
    until_back: bool = False  # it goes back to them once they are there again
    alone_until: date | None = None  # last day of an absence for which nobody stands in, once the office knows

    @property
    def seat(self) -> str:
        """Whose voice it is: whoever stands in for somebody speaks for them, not besides them."""
        return self.for_person or self.person


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reviewer says: verdict, scores per criterion (None is an abstention), and why."""

    id: str
    assignment: str
    task: str
    by: str
    at: datetime
    via: Via
    text_version: int
    verdict: Verdict
    scores: Mapping[str, int | None] = field(default_factory=dict)
    reason: str = ""
    stated_name: str = ""  # who answered for a shared mailbox, as stated
    late: bool = False  # received after the due instant
    level: str = ""  # how sure it was who answered; "" where nobody kept it
    objection_until: datetime | None = None  # until when the person asked can take it back
    objected_at: datetime | None = None  # it was taken back: it stands here, and counts no more
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Advice:
    """What somebody with a task asks a colleague, and what that colleague says; it counts nowhere by itself."""

    id: str
    assignment: str  # of whoever asked
    by: str
    of: str
    asked_at: datetime
    question: str
    text: str = ""
    given_at: datetime | None = None
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was done; the published words and the internal ones are apart."""

    id: str
    kind: str  # the event kind it belongs to
    by: str
    at: datetime
    public: str = ""
    internal: str = ""
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Deferral:
    """Not now: a decision of its own, with a reason; `until` is the day on which the case wakes at the latest."""

    id: str
    by: str
    at: datetime
    until: date
    wake_at: datetime
    public_reason: str
    internal_reason: str = ""
    conditions: tuple[Condition, ...] = ()  # whichever comes first
    again: Again = Again.PRIORITISATION  # where it goes on
    ended_at: datetime | None = None
    redacted_at: datetime | None = None  # its sentences were blanked

    @property
    def next_on(self) -> date:
        """The day on which the clock wakes it."""
        return earliest(self.until, self.conditions)


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome with its reasons; by a person, or a body's as the office recorded it."""

    id: str
    by: str
    at: datetime
    outcome: Outcome
    public_reason: str
    internal_reason: str = ""
    body: str = ""
    body_date: date | None = None
    body_number: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    stated_name: str = ""
    utility: float | None = None  # weighted utility when decided; None is undefined, never 0
    assignment: str = ""  # of the person who was asked; "" for a body's, and where nobody kept it
    level: str = ""  # how sure it was who decided; "" where nobody kept it
    objection_until: datetime | None = None  # until when the person asked can take it back
    objected_at: datetime | None = None  # it was taken back: it stands here, and holds no more
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise with an owner and a date."""

    id: str
    text: str
    owner: str
    by: str
    at: datetime
    due_on: date
    due_at: datetime
    first_due_on: date  # what was promised first
    state: CommitmentState = CommitmentState.OPEN
    reason: str = ""
    level: str = ""  # how sure it was who settled it; "" where nobody kept it
    settled_at: datetime | None = None
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Joined:
    """Another idea that goes on in this one; whoever had it hears of this one's course."""

    id: str
    case: str  # the idea that was merged into this one
    number: str
    at: datetime
    ended_at: datetime | None = None  # taken apart again


@dataclass(frozen=True, slots=True)
class Case:
    """One idea with all that was said and asked about it."""

    id: str
    number: str  # for people: "2026-0042"
    process: str  # content hash of the definition the case is pinned to
    submitter: str
    source: Source
    opened_at: datetime
    last_at: datetime
    stage: Stage = Stage.INTAKE
    state: State = State.RECEIVED
    seq: int = 0  # steps taken
    events: int = 0  # lines in the record
    head: str = ""  # hash of the last line
    named: bool = False  # the submitter agreed to be named in public
    public: bool = False
    outcome: Outcome | None = None
    project: ProjectState | None = None  # of a project that was taken over
    measure: MeasureState | None = None  # once it is in follow-up
    measure_since: date | None = None
    merged_into: str = ""  # id of the idea it goes on in
    reviews_needed: int = 0  # the quorum of its review, once it has one
    wake: datetime | None = None
    due_on: date | None = None  # the earliest open due date, for lists
    closed_at: datetime | None = None
    paused_at: datetime | None = None
    pause: str = ""  # id of the reason; "" unless the case is paused
    complete_at: datetime | None = None  # when the office said that the documents are complete
    held_until: datetime | None = None  # what its stage has come to waits for objections
    texts: tuple[Text, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    answers: tuple[Answer, ...] = ()
    questions: tuple[Question, ...] = ()
    points: tuple[Point, ...] = ()
    reasons: tuple[Reason, ...] = ()
    deferrals: tuple[Deferral, ...] = ()
    decisions: tuple[Decision, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    joined: tuple[Joined, ...] = ()
    advice: tuple[Advice, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    sign_steps: tuple[SignStep, ...] = ()

    @property
    def text(self) -> Text:
        """The newest version of the text; a case has one from its first step on."""
        return self.texts[-1]

    @property
    def version(self) -> int:
        """Number of the newest text version, 0 before the first step."""
        return self.texts[-1].version if self.texts else 0

    @property
    def deferral(self) -> Deferral | None:
        """The deferral in force, if the case sleeps."""
        return next((d for d in self.deferrals if d.ended_at is None), None)

    @property
    def pause_reason(self) -> Reason | None:
        """Why the case is paused, if it is."""
        return next((r for r in self.reasons if r.id == self.pause), None) if self.pause else None

    @property
    def decision(self) -> Decision | None:
        """The decision in force: not taken back, and if it waited for an objection first, carried out since."""
        made = self.decided
        waited = made is not None and made.objection_until is not None
        carried_out = self.stage is Stage.FOLLOW_UP or self.outcome is Outcome.REJECTED
        return made if carried_out or not waited else None

    @property
    def decided(self) -> Decision | None:
        """The last decision that nobody took back, in force or not yet."""
        return next((d for d in reversed(self.decisions) if d.objected_at is None), None)

    @property
    def said(self) -> tuple[Answer, ...]:
        """The answers that nobody took back."""
        return tuple(a for a in self.answers if a.objected_at is None)

    @property
    def editable(self) -> bool:
        """Whether the text may change: in intake, and later only while a question or a wish for changes is open."""
        asked = self.changing or bool(self.open_tasks(TaskKind.REPLY))
        return self.closed_at is None and bool(self.texts) and (self.stage is Stage.INTAKE or asked)

    @property
    def changing(self) -> bool:
        """Whether a reviewer wants changes that nobody has handed in yet."""
        return bool(self.open_tasks(TaskKind.CHANGES) or self.open_tasks(TaskKind.REWORK))

    def joined_now(self) -> tuple[Joined, ...]:
        """Ideas that go on in this one."""
        return tuple(one for one in self.joined if one.ended_at is None)

    def open_tasks(self, kind: TaskKind | None = None) -> tuple[Task, ...]:
        """Tasks nobody has finished yet, all or of one kind."""
        # Lists first, here and below: half the time of a generator, in what the rules ask most.
        return tuple([t for t in self.tasks if t.closed_at is None and (kind is None or t.kind is kind)])

    def task(self, task_id: str) -> Task | None:
        """The task with this id."""
        return next((t for t in self.tasks if t.id == task_id), None)

    def assignment(self, assignment_id: str) -> Assignment | None:
        """The assignment with this id."""
        return next((a for a in self.assignments if a.id == assignment_id), None)

    def open_assignments(self, task_id: str | None = None) -> tuple[Assignment, ...]:
        """Assignments that still wait for their person, all or of one task."""
        return tuple(
            [a for a in self.assignments if a.state is AssignmentState.OPEN and (task_id is None or a.task == task_id)]
        )
