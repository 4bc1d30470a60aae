"""A reviewer asks back; the submitter hands in what was changed."""

from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import HappeningBase, Id, MaybeSentence, Sentence
from domain.words import Asked


class AskedBack(HappeningBase):
    """A reviewer asks the submitter or the office a question before answering."""

    kind: Literal["asked_back"] = "asked_back"
    assignment: Id
    to: Annotated[Asked, Field(strict=False)]
    question: Sentence


class HandedIn(HappeningBase):
    """The changed idea goes back to the reviewers, with what was done about each point that was open."""

    kind: Literal["handed_in"] = "handed_in"
    on_version: int
    done: Annotated[dict[Id, MaybeSentence], Field(max_length=400)] = Field(default_factory=dict)  # by point
