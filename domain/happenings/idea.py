"""An idea and its text: it comes, changes, is asked about and goes."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import (
    HappeningBase,
    Id,
    Line,
    LongText,
    MaybeSentence,
    Model,
    Number,
    Sentence,
    ShortLine,
    Summary,
)
from domain.words import ProjectState


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


class Withdrawn(HappeningBase):
    """The submitter takes the idea back."""

    kind: Literal["withdrawn"] = "withdrawn"
    reason: MaybeSentence = ""
