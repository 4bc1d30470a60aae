"""What the API takes and gives of ideas: what is submitted, lists, one idea with all that may be told, its record."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.v1.shapes import Out, _example, _written_day
from domain.deferral.words import Again, WakeKind
from domain.happenings import IdeaText
from domain.happenings.base import MaybeSentence, Model, Sentence
from domain.words import MeasureState, Outcome, Stage, State


class ConsentIn(Model):
    """What the person was shown beside the box they ticked, word for word, and its language."""

    model_config = _example(text="Mein Name darf bei der Idee stehen. Ich kann das zurücknehmen.", language="de")
    text: Sentence
    language: Literal["de", "en"]


class IdeaIn(IdeaText):
    """An idea to submit."""

    model_config = _example(
        title="Freie Parkplätze anzeigen",
        summary="Eine Anzeige im Netz, wie viele Plätze frei sind.",
        benefits=[{"group": "Pendlerinnen und Pendler", "how": "Weniger Suche nach einem Platz."}],
        theme="mobility",
        level="city",
        goals=["sustainability"],
        cost=20000,
    )
    named: bool = False  # the name may be shown with the idea: only with `consent`
    consent: ConsentIn | None = None
    submitter: Annotated[str, Field(max_length=254)] | None = None  # a service only: a confirmed person's address


class WithdrawIn(Model):
    """Why an idea is withdrawn, if one wants to say."""

    model_config = _example(reason="Die Idee hat sich erledigt.")
    reason: MaybeSentence = ""


class MeasureIn(Model):
    """How far a measure is, since when, and why; `public_reason` is published with it."""

    model_config = _example(to="running", since="2027-03-01", public_reason="Die Aufträge sind vergeben.")
    to: Annotated[MeasureState, Field(strict=False)]
    since: Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


ACode = Annotated[str, Field(pattern=r"^[0-9A-Za-z:._-]{0,80}$")]


class ListQuery(BaseModel):
    """What a list shows; a filter nobody knows is refused, since it would show everything."""

    model_config = ConfigDict(extra="forbid")
    stage: Stage | None = None
    state: State | None = None
    q: Annotated[str, Field(max_length=200, description="Words, all of which are there; the best come first.")] = ""
    theme: ACode = ""
    goal: ACode = ""
    level: ACode = ""
    department: ACode = ""
    since: Annotated[date | None, Field(description="Received on this day or later.")] = None
    until: Annotated[date | None, Field(description="Received on this day or earlier.")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(pattern=r"^[0-9A-Za-z:._-]{0,100}$", description="The `next` of the page before.")] = ""


class IdeaLine(Out):
    """One idea in a list."""

    number: str
    title: str
    stage: Stage
    state: State
    due_on: date | None
    public: bool
    opened_at: datetime
    url: str


class ListedIdea(IdeaLine):
    """One idea of a list, with what it was found by."""

    excerpt: str | None = None  # where words were looked for: what stands around the first of them


class IdeaList(Out):
    """A page of ideas, newest first, or best first where words were looked for; `next` is the cursor of the page after.

    Best are those with all words in the title, then in title and summary, then anywhere; the newest first in each.
    """

    ideas: list[ListedIdea]
    next: str | None


class BenefitOut(Out):
    """Who gains what."""

    group: str
    how: str


class DecisionOut(Out):
    """A decision as it is published."""

    outcome: Outcome
    reason: str
    at: datetime
    body: str | None
    body_date: date | None
    body_number: str | None
    votes_for: int | None
    votes_against: int | None
    level: Literal["L0", "L1", "L2", "token"] | None  # how sure it was who decided


class WaitOut(Out):
    """Something that wakes a deferred idea; `have` of `number` for supporters, else `number` is the budget year."""

    kind: WakeKind
    about: str | None  # goal, document or number of the idea
    aim: bool  # of a goal: only its indicator, value, date or place in the tree
    number: int | None
    on: date | None  # the day, where the calendar alone decides
    have: int | None
    met: bool
    lost: bool  # it can no longer come about


class DeferralOut(Out):
    """Not now: whichever of `waits_for` comes first wakes it, or `until`."""

    reason: str
    at: datetime
    until: date
    again: Again  # where it goes on
    waits_for: list[WaitOut]


class CommitmentOut(Out):
    """A promise; its owner is a department."""

    text: str
    department: str
    due_on: date
    state: str
    overdue: bool
    reason: str


class RatingOut(Out):
    """How a criterion was scored; null is undefined, never 0."""

    criterion: str
    mean: float | None
    count: int
    knocked_out: bool


class AskedOut(Out):
    """An evaluated wave of a survey that asked about the idea; `answered` is null where too few did."""

    wave: str
    event: str | None  # what began it: in_review, decided, live; null where the office did
    days: int
    invited: int
    answered: int | None
    results: str  # where its figures are


class IdeaOut(IdeaLine):
    """One idea."""

    version: int
    summary: str
    description: str
    benefits: list[BenefitOut]
    theme: str
    level: str
    goals: list[str]
    cost: int | None
    effort: int | None
    utility: float | None
    ratings: list[RatingOut]
    decision: DecisionOut | None
    deferred_until: date | None
    deferral: DeferralOut | None
    measure: MeasureState | None = None  # once it is accepted, or was taken over as a project
    measure_since: date | None = None
    paused_since: datetime | None = None  # while all its clocks stand still
    paused_because: str = ""
    commitments: list[CommitmentOut]
    surveys: list[AskedOut] = Field(default_factory=list)  # for the office; empty for everybody else


class EventOut(Out):
    """One line of the record."""

    seq: int
    kind: str
    at: datetime
    by: str
    via: str
    facts: dict[str, Any]
    hash: str


class History(Out):
    """The record; `whole` says that the chain of hashes holds from the first line to the last."""

    number: str
    whole: bool
    events: list[EventOut]
