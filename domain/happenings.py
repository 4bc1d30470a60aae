"""Anything that can happen to a case, as strict models: nothing coerced, nothing unknown, every length bounded."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from domain.deferral.words import Again, WakeKind
from domain.words import CommitmentAnswer, EventKind, MeasureState, Outcome, ProjectState, Verdict, Via

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def _clean(text: str) -> str:
    """Refuses control and direction-changing characters; line breaks and tabs may stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text) or _INVISIBLE.search(text):
        raise ValueError("control_characters")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise ValueError("one_line")
    return text


def _bounded(longest: int, shortest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, strict=True, min_length=shortest, max_length=longest)


Line = Annotated[str, _bounded(200, 1), AfterValidator(_clean), AfterValidator(_one_line)]
ShortLine = Annotated[str, _bounded(200, 0), AfterValidator(_clean), AfterValidator(_one_line)]
Summary = Annotated[str, _bounded(500, 0), AfterValidator(_clean)]
LongText = Annotated[str, _bounded(10_000, 0), AfterValidator(_clean)]
Sentence = Annotated[str, _bounded(4_000, 1), AfterValidator(_clean)]
MaybeSentence = Annotated[str, _bounded(4_000, 0), AfterValidator(_clean)]
Id = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9_:.-]{1,80}$")]
Number = Annotated[int, Field(strict=True, ge=0, le=10_000_000_000)]


class Model(BaseModel):
    """Strict, frozen, nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class BenefitIn(Model):
    """Who gains what."""

    group: Line
    how: Sentence


class IdeaText(Model):
    """What a submitter writes; everything but the title may come later."""

    title: Line
    summary: Summary = ""
    description: LongText = ""
    benefits: Annotated[tuple[BenefitIn, ...], Field(strict=False, max_length=10)] = ()
    theme: Id | Literal[""] = ""
    level: Id | Literal[""] = ""
    goals: Annotated[tuple[Id, ...], Field(strict=False, max_length=20)] = ()
    cost: Number | None = None
    effort: Number | None = None


class PromiseIn(Model):
    """A promise as it is entered."""

    text: Sentence
    owner: Id
    due_on: Annotated[date, Field(strict=False)]


class HappeningBase(Model):
    """What every happening carries."""

    id: Id
    by: Id  # person id, "clock" or "post"
    via: Annotated[Via, Field(strict=False)]
    at: Annotated[AwareDatetime, Field(strict=False)]  # when it was received: the server's clock at commit


class Held(HappeningBase):
    """What the office does of its own will; a limit refuses it, unless it says why it is to be done all the same."""

    above_limit: MaybeSentence = ""


class Submitted(HappeningBase):
    """A confirmed idea, or one from a service, an import or the office."""

    kind: Literal["submitted"] = "submitted"
    text: IdeaText
    named: bool = False
    notice: ShortLine = ""  # version of the privacy notice that was shown; "" where none was
    part_of: Id | Literal[""] = ""  # number of the idea it was a part of


class TakenOver(HappeningBase):
    """A project that exists already comes in at follow-up."""

    kind: Literal["taken_over"] = "taken_over"
    text: IdeaText
    project: Annotated[ProjectState, Field(strict=False)]
    promises: Annotated[tuple[PromiseIn, ...], Field(strict=False, max_length=20)] = ()
    public: bool = False
    public_reason: MaybeSentence = ""


class Edited(HappeningBase):
    """A new version of the text, by the submitter or the office."""

    kind: Literal["edited"] = "edited"
    text: IdeaText
    on_version: int  # the version that was edited


class QuestionAsked(HappeningBase):
    """The office returns the idea with a question."""

    kind: Literal["question_asked"] = "question_asked"
    question: Sentence


class Replied(HappeningBase):
    """The submitter answers a question."""

    kind: Literal["replied"] = "replied"
    question: Id
    reply: Sentence


class Accepted(Held):
    """Triage: the idea goes into review; the office decides whether it is public."""

    kind: Literal["accepted"] = "accepted"
    public: bool
    reviewers: Annotated[tuple[Id, ...], Field(strict=False, max_length=20)] = ()  # where the process lets them choose


class Declined(HappeningBase):
    """The office declines, at triage or prioritisation."""

    kind: Literal["declined"] = "declined"
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Withdrawn(HappeningBase):
    """The submitter takes the idea back."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: MaybeSentence = ""


class Merged(HappeningBase):
    """The office merges the idea into another one that is the same."""

    kind: Literal["merged"] = "merged"
    into: Id  # the idea it goes on in, by number or id
    public_reason: Sentence


class TookIn(HappeningBase):
    """Another idea goes on in this one from now on; its own step brings it."""

    kind: Literal["took_in"] = "took_in"
    case: Id
    number: Id


class Parted(HappeningBase):
    """The office takes a merged idea out again: it goes on where it was."""

    kind: Literal["parted"] = "parted"
    public_reason: Sentence


class LetGo(HappeningBase):
    """Another idea goes its own way again; its own step brings it."""

    kind: Literal["let_go"] = "let_go"
    case: Id


class Heard(HappeningBase):
    """There is news of the idea that this one goes on in; that one's step brings it."""

    kind: Literal["heard"] = "heard"
    of: Id  # number of that idea
    news: Annotated[EventKind, Field(strict=False)]


class Split(HappeningBase):
    """The office makes an idea of its own out of a part of this one."""

    kind: Literal["split"] = "split"
    part: Id  # the new case
    number: Id
    public_reason: Sentence


class Published(HappeningBase):
    """The office makes the case public."""

    kind: Literal["published"] = "published"


class Hidden(HappeningBase):
    """The office takes the case off the public pages, with a reason."""

    kind: Literal["hidden"] = "hidden"
    reason: Sentence


class Reported(HappeningBase):
    """Somebody reports what a public page shows."""

    kind: Literal["reported"] = "reported"
    reason: Sentence


class Answered(HappeningBase):
    """A reviewer's verdict, scores (None abstains) and reason."""

    kind: Literal["answered"] = "answered"
    assignment: Id
    verdict: Annotated[Verdict, Field(strict=False)]
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""
    stated_name: ShortLine = ""
    on_version: int


class HandedOver(Held):
    """An assignment goes to somebody else, by its person or by the office."""

    kind: Literal["handed_over"] = "handed_over"
    assignment: Id
    to: Id
    reason: MaybeSentence = ""


class ReviewerNamed(Held):
    """The office names a reviewer where the rules found nobody."""

    kind: Literal["reviewer_named"] = "reviewer_named"
    person: Id
    group: Id | Literal[""] = ""  # for whom of those the process asks; "" for the first that lacks somebody


class BiasDeclared(HappeningBase):
    """A reviewer is biased; somebody else is asked."""

    kind: Literal["bias_declared"] = "bias_declared"
    assignment: Id
    reason: MaybeSentence = ""


class Reconsidered(HappeningBase):
    """A reviewer keeps or changes the scores on which opinions differ."""

    kind: Literal["reconsidered"] = "reconsidered"
    assignment: Id
    scores: dict[Id, int | None] = Field(default_factory=dict)  # what is not in it is kept
    reason: MaybeSentence = ""
    stated_name: ShortLine = ""


class ReviewedAgain(HappeningBase):
    """The office sends the changed idea back to those who asked for changes."""

    kind: Literal["reviewed_again"] = "reviewed_again"


class PutForward(Held):
    """The office puts the idea forward: to a person, or to a body (then `decider` is empty)."""

    kind: Literal["put_forward"] = "put_forward"
    decider: Id | Literal[""] = ""
    body: Id | Literal[""] = ""


class ConditionIn(Model):
    """Something that wakes an idea before its latest date."""

    kind: Annotated[WakeKind, Field(strict=False)]
    about: Id | Literal[""] = ""  # a goal, a document, or an idea by id or number
    number: Number = 0  # the budget year, or how many new supporters
    lead: Annotated[int, Field(ge=0, le=250)] | None = None  # working days before the budget year; None: the process's


Conditions = Annotated[tuple[ConditionIn, ...], Field(strict=False, max_length=10)]


class Deferred(HappeningBase):
    """Not now, until what it waits for comes about: whichever of the conditions is first, or the latest date."""

    kind: Literal["deferred"] = "deferred"
    until: Annotated[date, Field(strict=False)] | None = None  # None: what the process says
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    conditions: Conditions = ()
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION


class CameAbout(HappeningBase):
    """What a sleeping idea waited for is there; the sweep brings it, once for each deferral."""

    kind: Literal["came_about"] = "came_about"
    deferral: Id
    why: Annotated[WakeKind, Field(strict=False)]
    about: Id | Literal[""] = ""
    number: Number = 0  # supporters who came, or the goal's version


class Lifted(HappeningBase):
    """The office wakes an idea before its time."""

    kind: Literal["lifted"] = "lifted"
    public_reason: Sentence


class Decided(HappeningBase):
    """A person decides by assignment, or the office records the decision of a body."""

    kind: Literal["decided"] = "decided"
    assignment: Id | Literal[""] = ""
    outcome: Literal[Outcome.ACCEPTED, Outcome.REJECTED]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""
    body: Id | Literal[""] = ""
    body_date: Annotated[date | None, Field(strict=False)] = None
    body_number: ShortLine = ""
    votes_for: Number | None = None
    votes_against: Number | None = None


class Promised(HappeningBase):
    """The office records a commitment."""

    kind: Literal["promised"] = "promised"
    promise: PromiseIn


class Settled(HappeningBase):
    """The owner (or the office) says what became of a commitment."""

    kind: Literal["settled"] = "settled"
    commitment: Id
    answer: Annotated[CommitmentAnswer, Field(strict=False)]
    reason: MaybeSentence = ""
    new_due_on: Annotated[date | None, Field(strict=False)] = None


class MeasureMoved(HappeningBase):
    """The office says how far the measure is, since when, and why."""

    kind: Literal["measure_moved"] = "measure_moved"
    to: Annotated[MeasureState, Field(strict=False)]
    since: Annotated[date, Field(strict=False)]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Extended(HappeningBase):
    """The office gives more time for a task, until the end of a day, and says why."""

    kind: Literal["extended"] = "extended"
    task: Id
    until: Annotated[date, Field(strict=False)]
    reason: Sentence


class Paused(HappeningBase):
    """The office lets the whole case rest, and says why."""

    kind: Literal["paused"] = "paused"
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class Resumed(HappeningBase):
    """The office lets the case go on."""

    kind: Literal["resumed"] = "resumed"
    reason: MaybeSentence = ""


class Redacted(HappeningBase):
    """The office blanks what somebody wrote, where it must go; the line in the record stays."""

    kind: Literal["redacted"] = "redacted"
    item: Id  # of a text, answer, question, reason, deferral, decision or commitment
    reason: Sentence


class BarIn(Model):
    """How many chose one answer, of how many."""

    key: Id
    count: Number
    answered: Number


class FigureIn(Model):
    """One question of a survey in numbers, as far as they may be shown."""

    question: Id
    kind: Id
    bars: Annotated[tuple[BarIn, ...], Field(strict=False, max_length=200)] = ()


class Surveyed(HappeningBase):
    """A wave that asked about the idea is evaluated; numbers of groups that reach the thresholds, and no answer."""

    kind: Literal["surveyed"] = "surveyed"
    wave: Id
    survey: Id
    event: Id | Literal[""] = ""  # what began the wave; "" where the office did
    days: Annotated[int, Field(ge=-400, le=2_000)] = 0  # after that event; below nought, before it was to happen
    invited: Number  # 0: open to everybody
    answered: Number | None = None  # None: too few, so nothing is shown
    figures: Annotated[tuple[FigureIn, ...], Field(strict=False, max_length=200)] = ()


class NamedInSurvey(HappeningBase):
    """The published answer to those who were asked in a survey names the idea."""

    kind: Literal["named_in_survey"] = "named_in_survey"
    wave: Id
    topics: Number  # how many of its topics do


class Ranked(HappeningBase):
    """A round that compared the idea with others is decided; the clock brings it, `decided_by` decided."""

    kind: Literal["ranked"] = "ranked"
    round: Id
    result: Number  # which of the round's results was decided on
    rank: Number | None = None  # None: not determined, which is not the last rank
    of: Number  # ideas that were compared
    fate: Literal["put_forward", "defer", "leave"]
    deviates: bool = False  # from what the ranking proposed
    public_reason: MaybeSentence = ""
    decided_by: Id
    decider: Id | Literal[""] = ""
    body: Id | Literal[""] = ""
    until: Annotated[date, Field(strict=False)] | None = None
    conditions: Conditions = ()  # of an idea that is deferred
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION


class MissedRound(HappeningBase):
    """The idea came too late for a round that was under way, or found no room in it; it is in the next one."""

    kind: Literal["missed_round"] = "missed_round"
    round: Id
    full: bool = False  # it was there in time, and the round was full


class Bounced(HappeningBase):
    """A mail could not be delivered for good."""

    kind: Literal["bounced"] = "bounced"
    mail: Id  # outbox id
    person: Id
    code: int = 0  # SMTP reply code, 0 when there was none
    assignment: Id | Literal[""] = ""


class Woken(HappeningBase):
    """The clock rang."""

    kind: Literal["woken"] = "woken"


Happening = (
    Submitted
    | TakenOver
    | Edited
    | QuestionAsked
    | Replied
    | Accepted
    | Declined
    | Withdrawn
    | Merged
    | TookIn
    | Parted
    | LetGo
    | Heard
    | Split
    | Published
    | Hidden
    | Reported
    | Answered
    | HandedOver
    | ReviewerNamed
    | BiasDeclared
    | Reconsidered
    | ReviewedAgain
    | PutForward
    | Deferred
    | CameAbout
    | Lifted
    | Decided
    | Promised
    | Settled
    | MeasureMoved
    | Extended
    | Paused
    | Resumed
    | Redacted
    | Surveyed
    | NamedInSurvey
    | Ranked
    | MissedRound
    | Bounced
    | Woken
)

HAPPENING: TypeAdapter[Happening] = TypeAdapter(Annotated[Happening, Field(discriminator="kind")])


def woken(case_id: str, seq: int, at: datetime) -> Woken:
    """The wake-up of a case at its next step; the id is the step's, so that derived ids stay unique."""
    return Woken(id=f"wake:{seq + 1}", by="clock", via=Via.CLOCK, at=at)
