"""What the API takes and gives of tasks: answers by their kind, and what waits for somebody."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.v1.shapes import Day, Out, _example
from domain.happenings.base import Id, MaybeSentence, Model, Sentence, ShortLine
from domain.happenings.sign_off import Said as SaidOfSigner
from domain.words import CommitmentAnswer, Outcome, Verdict


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
