"""What the API takes and gives of what the office does to an idea: its tasks, its clocks, its questions."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from api.v1.shapes import Out, _example, _written_day
from domain.happenings.base import Id, MaybeSentence, Model, Sentence
from domain.words import Asked, TaskKind


class PauseIn(Model):
    """Why an idea rests; `public_reason` is told to whoever sent it in and to whoever is asked."""

    model_config = _example(public_reason="Der Haushalt ist noch nicht beschlossen.", internal_reason="")
    public_reason: Sentence
    internal_reason: MaybeSentence = ""


class ResumeIn(Model):
    """Why it goes on, if one wants to say; only the office reads it."""

    model_config = _example(reason="Der Haushalt ist beschlossen.")
    reason: MaybeSentence = ""


class ExtensionIn(Model):
    """Until the end of which day a task has time now, and why."""

    model_config = _example(until="2027-03-31", reason="Die Zahlen fehlen noch.")
    until: Annotated[date, Field(strict=False), BeforeValidator(_written_day)]
    reason: Sentence


class TakeBackIn(Model):
    """What is taken back: the `assignment` of one person, or the `task` with everybody who has it; and why."""

    model_config = _example(item="5d1c7a1e8f0a4a3b9f0a6d1b2c3d4e5f", reason="Das prüft jetzt ein anderes Amt.")
    item: Id
    reason: Sentence


class OfficeQuestionIn(Model):
    """A question to whoever sent the idea in."""

    model_config = _example(question="Wie viele Kreuzungen sind gemeint?")
    question: Sentence


class OfficeReplyIn(Model):
    """The answer to a question: the office's own, or the submitter's as the office was told it."""

    model_config = _example(reply="Es sind drei.")
    reply: Sentence


class HeldBy(Out):
    """One person who has a task, and whom they stand in for."""

    assignment: str
    person: str
    name: str
    in_place_of: str | None
    asked_at: datetime


class OpenTask(Out):
    """Something that waits; `held_by` is empty for what waits for the office, or for a day."""

    task: str
    kind: TaskKind
    due_on: date | None
    first_due_on: date | None  # before it was extended
    opened_at: datetime
    role: str  # "office" for what waits for the office
    held_by: list[HeldBy]


class OpenTasks(Out):
    """All that waits in an idea."""

    number: str
    tasks: list[OpenTask]


class QuestionOut(Out):
    """A question, to whom, and the answer; `by` is an id of a person."""

    question: str  # its id
    by: str
    to: Asked
    text: str
    asked_at: datetime
    reply: str
    replied_at: datetime | None
    open: bool


class Questions(Out):
    """All questions about an idea, the first first."""

    number: str
    questions: list[QuestionOut]
