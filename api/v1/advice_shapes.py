"""What the API takes and gives of handing on, advice and objections."""

from datetime import datetime

from pydantic import Field

from api.v1.shapes import Out, _example
from domain.happenings.base import Id, MaybeSentence, Model, Sentence


class ObjectionIn(Model):
    """That an answer in one's name is not one's own, and why."""

    model_config = _example(reason="Diese Entscheidung ist nicht von mir.")
    reason: Sentence


class HandOverIn(Model):
    """To whom a task goes, of those who may have it, and why, if one wants to say."""

    model_config = _example(to="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55", reason="Ich bin in dieser Zeit nicht da.")
    to: Id
    reason: MaybeSentence = ""


class AdviceQuestionIn(Model):
    """Whom one asks for advice, and what."""

    model_config = _example(adviser="0f4e7d0a6c0b4a539d1e2f1a3b8c7d55", question="Trägt der Boden das?")
    adviser: Id
    question: Sentence


class AdviceIn(Model):
    """What one thinks, as whoever asked reads it."""

    model_config = _example(text="Ja, nach dem Gutachten von 2024.")
    text: Sentence


class ColleagueOut(Out):
    """Somebody of the house."""

    person: str
    name: str
    department: str


class Colleagues(Out):
    """Whom one may ask for advice about a task, and to whom one may hand it over."""

    advisers: list[ColleagueOut]
    successors: list[ColleagueOut]


class AdviceGivenOut(Out):
    """What a colleague was asked about a task, and what they said; `text` is empty until then."""

    adviser: str
    question: str
    asked_at: datetime
    text: str
    given_at: datetime | None


class AdviceAskedOut(Out):
    """What a colleague wants to know of the token's person."""

    advice: str
    number: str
    title: str
    asked_by: str
    question: str
    asked_at: datetime


class AdviceList(Out):
    """What colleagues wait to hear, the oldest first."""

    advice: list[AdviceAskedOut] = Field(default_factory=list)
