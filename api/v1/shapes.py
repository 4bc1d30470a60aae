"""What the API takes and gives: strict models with examples, bounded lengths, nothing coerced."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.happenings import Id, IdeaText, MaybeSentence, Model, Sentence, ShortLine
from domain.words import CommitmentAnswer, Outcome, Stage, State, Verdict


class IdeaIn(IdeaText):
    """An idea to submit."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Freie Parkplätze anzeigen",
                    "summary": "Eine Anzeige im Netz, wie viele Plätze frei sind.",
                    "benefits": [{"group": "Pendlerinnen und Pendler", "how": "Weniger Suche nach einem Platz."}],
                    "theme": "mobility",
                    "level": "city",
                    "goals": ["sustainability"],
                    "cost": 20000,
                }
            ]
        }
    )
    named: bool = False
    submitter: Annotated[str, Field(max_length=254)] | None = None  # a service only: a confirmed person's address


class AnswerIn(Model):
    """A review: verdict, scores by criterion (null abstains), and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"verdict": "approve", "scores": {"benefit": 8, "complexity": 3}, "reason": "", "on_version": 1}
            ]
        }
    )
    verdict: Annotated[Verdict, Field(strict=False)]
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""
    stated_name: ShortLine = ""
    on_version: Annotated[int, Field(ge=1)]


class DecisionIn(Model):
    """A person's decision."""

    outcome: Literal[Outcome.ACCEPTED, Outcome.REJECTED]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""


class SettlementIn(Model):
    """What became of a commitment."""

    answer: Annotated[CommitmentAnswer, Field(strict=False)]
    reason: MaybeSentence = ""
    new_due_on: Annotated[date | None, Field(strict=False)] = None


class ReplyIn(Model):
    """A reply to a question of the office."""

    reply: Sentence


class WithdrawIn(Model):
    """Why an idea is withdrawn, if one wants to say."""

    reason: MaybeSentence = ""


class Out(BaseModel):
    """What is given back."""

    model_config = ConfigDict(frozen=True)


class Receipt(Out):
    """What became of what was sent: done, or received and not yet processed (202)."""

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
    commitments: list[CommitmentOut]


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


class TaskList(Out):
    """What waits for the token's person."""

    tasks: list[TaskOut]


class Problem(Out):
    """RFC 9457: what went wrong, with a stable code and a sentence."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
