"""From triage to the last reviewer."""

from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import Assured, HappeningBase, Held, Id, MaybeSentence, Sentence, ShortLine
from domain.words import Verdict


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


class Answered(Assured):
    """A reviewer's verdict, scores (None abstains) and reason."""

    kind: Literal["answered"] = "answered"
    assignment: Id
    verdict: Annotated[Verdict, Field(strict=False)]
    scores: dict[Id, int | None] = Field(default_factory=dict)
    reason: MaybeSentence = ""
    points: Annotated[tuple[Sentence, ...], Field(strict=False, max_length=10)] = ()  # what is to change
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


class Reconsidered(Assured):
    """A reviewer keeps or changes the scores on which opinions differ."""

    kind: Literal["reconsidered"] = "reconsidered"
    assignment: Id
    scores: dict[Id, int | None] = Field(default_factory=dict)  # what is not in it is kept
    reason: MaybeSentence = ""
    stated_name: ShortLine = ""


class ReviewedAgain(HappeningBase):
    """The office sends the changed idea back to those who asked for changes."""

    kind: Literal["reviewed_again"] = "reviewed_again"
