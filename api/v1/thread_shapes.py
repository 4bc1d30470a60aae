"""What the API takes and gives of questions before a review and of points that are to be changed."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.v1.advice_shapes import AdviceGivenOut
from api.v1.shapes import Out, _example
from domain.happenings.base import Id, MaybeSentence, Model, Sentence
from domain.words import Asked


class QuestionIn(Model):
    """A reviewer's question before the review, to the submitter or the office."""

    model_config = _example(to="submitter", question="Wie viele Kreuzungen sind gemeint?")
    to: Annotated[Asked, Field(strict=False)]
    question: Sentence


class HandInIn(Model):
    """The changed idea, with what was done about each open point (`""` where nothing is said of it)."""

    model_config = _example(on_version=2, done={})
    on_version: Annotated[int, Field(ge=1)]
    done: dict[Id, MaybeSentence] = Field(default_factory=dict)


class ExchangeOut(Out):
    """A question and its answer; who asks is a reviewer or the office, never a name."""

    question: str
    asked_by: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None
    open: bool


class PointOut(Out):
    """One thing a reviewer wants changed, and what was done about it."""

    id: str
    text: str
    done: str
    open: bool


class Thread(Out):
    """What was asked about an idea, what is to be changed, and what colleagues advised."""

    questions: list[ExchangeOut]
    points: list[PointOut]
    advice: list[AdviceGivenOut] = Field(default_factory=list)  # that the token's person asked for
