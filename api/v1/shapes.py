"""What the API takes and gives: strict models with examples, bounded lengths, nothing coerced."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.comments.words import Audience
from domain.deferral.words import Again, WakeKind
from domain.happenings import IdeaText
from domain.happenings.base import Id, MaybeSentence, Model, Sentence, ShortLine
from domain.happenings.sign_off import Said as SaidOfSigner
from domain.words import CommitmentAnswer, MeasureState, Outcome, Stage, State, Verdict

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_day(value: object) -> object:
    """A day comes as 2027-03-31 and as nothing else: a number would be taken for seconds since 1970."""
    if value is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("date")


Day = Annotated[date | None, Field(strict=False), BeforeValidator(_written_day)]


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


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


class AnswerIn(Model):
    """A review: verdict, scores by criterion (null abstains), and why."""

    model_config = _example(verdict="approve", scores={"benefit": 8, "complexity": 3}, on_version=1)
    verdict: Annotated[Verdict, Field(strict=False)]
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""
    points: Annotated[list[Sentence], Field(max_length=10)] = Field(default_factory=list)  # with `changes` only
    stated_name: ShortLine = ""
    on_version: Annotated[int, Field(ge=1)]


class BiasIn(Model):
    """That one is biased, and why, if one wants to say."""

    model_config = _example(reason="Ich bin mit der Antragstellerin verwandt.")
    reason: MaybeSentence = ""


class ReconsiderIn(Model):
    """A second look at the criteria on which opinions differ; a score that is left out is kept."""

    model_config = _example(scores={"benefit": 6}, reason="Die Bedenken überzeugen mich.")
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""
    stated_name: ShortLine = ""


class SignIn(Model):
    """A word in a co-signature: a remark is needed for all but `sign`; `to` is the step it is sent back to."""

    model_config = _example(said="remark", remark="Die Folgekosten fehlen noch.", on_version=1)
    said: SaidOfSigner
    remark: MaybeSentence = ""
    to: Id | Literal[""] = ""
    again: bool = False
    stated_name: ShortLine = ""
    on_version: Annotated[int, Field(ge=1)]


class DecisionIn(Model):
    """A person's decision."""

    model_config = _example(outcome="accepted", public_reason="Der Nutzen ist groß, der Aufwand gering.")
    outcome: Literal[Outcome.ACCEPTED, Outcome.REJECTED]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""


class CommentIn(Model):
    """A comment: `office`, `reviewers` (whoever is asked, and the office) or `public`; about one task, or the idea."""

    model_config = _example(comment="Der Platz gehört der Kirche.", audience="office", task="")
    comment: Sentence
    audience: Annotated[Audience, Field(strict=False)]
    task: Id | Annotated[str, Field(max_length=0)] = ""


class SettlementIn(Model):
    """What became of a commitment."""

    model_config = _example(answer="late", reason="Die Lieferung verzögert sich.", new_due_on="2027-03-31")
    answer: Annotated[CommitmentAnswer, Field(strict=False)]
    reason: MaybeSentence = ""
    new_due_on: Day = None


class ReplyIn(Model):
    """A reply to a question of the office or a reviewer."""

    model_config = _example(reply="Die Anzeige braucht keine neuen Sensoren.")
    reply: Sentence


class MeasureIn(Model):
    """How far a measure is, since when, and why; `public_reason` is published with it."""

    model_config = _example(to="running", since="2027-03-01", public_reason="Die Aufträge sind vergeben.")
    to: Annotated[MeasureState, Field(strict=False)]
    since: Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class WithdrawIn(Model):
    """Why an idea is withdrawn, if one wants to say."""

    model_config = _example(reason="Die Idee hat sich erledigt.")
    reason: MaybeSentence = ""


class ListQuery(BaseModel):
    """What a list shows; a filter nobody knows is refused, since it would show everything."""

    model_config = ConfigDict(extra="forbid")
    stage: Stage | None = None
    state: State | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Annotated[str, Field(pattern=r"^[0-9A-Za-z:._-]{0,100}$", description="The `next` of the page before.")] = ""


class Out(BaseModel):
    """What is given back."""

    model_config = ConfigDict(frozen=True)


class Receipt(Out):
    """What became of what was sent: done, or received and not yet processed (202)."""

    model_config = _example(status="done", number="2026-0042", url="https://ideen.example.org/api/v1/ideas/2026-0042")
    status: Literal["done", "received"]
    number: str
    url: str


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


class IdeaList(Out):
    """A page of ideas, newest first; `next` is the cursor of the page after it."""

    ideas: list[IdeaLine]
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
    surveys: list[AskedOut] = []  # for the office; empty for everybody else


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


class TaskOut(Out):
    """Something that waits for the token's person."""

    assignment: str
    kind: str
    number: str
    title: str
    on_version: int
    asked_at: datetime
    due_on: date | None
    in_place_of: str | None = None  # name of whom the token's person stands in for


class TaskList(Out):
    """What waits for the token's person."""

    tasks: list[TaskOut]


class FieldProblem(Out):
    """What is wrong with one field of a request."""

    field: str
    code: str
    detail: str


class Problem(Out):
    """RFC 9457: what went wrong, with a stable code and a sentence in the language of the request."""

    model_config = _example(
        type="https://ideen.example.org/api/v1/problems#input.invalid",
        title="input.invalid",
        status=422,
        code="input.invalid",
        detail="Einige Angaben können nicht angenommen werden. Korrigieren Sie, was errors nennt, …",
        errors=[{"field": "title", "code": "input.missing", "detail": "Bitte füllen Sie dieses Feld aus."}],
    )
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = []  # field by field, when the input could not be taken


class ExportIn(Model):
    """What of a wave's results is wanted, and as what."""

    model_config = _example(what="figures", format="csv")
    what: Literal["figures", "trend", "rows", "texts"]
    format: Literal["csv", "csv_comma", "xlsx", "json", "sav"]
