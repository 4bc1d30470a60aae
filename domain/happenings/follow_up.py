"""What was promised, and what becomes of it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.happenings.base import Assured, HappeningBase, Id, MaybeSentence, Sentence
from domain.happenings.idea import PromiseIn
from domain.words import CommitmentAnswer, MeasureState


class Promised(HappeningBase):
    """The office records a commitment."""

    kind: Literal["promised"] = "promised"
    promise: PromiseIn


class Settled(Assured):
    """The owner (or the office) says what became of a commitment."""

    kind: Literal["settled"] = "settled"
    commitment: Id
    answer: Annotated[CommitmentAnswer, Field(strict=False)]
    reason: MaybeSentence = ""
    new_due_on: Annotated[date | None, Field(strict=False)] = None


class MeasureMoved(HappeningBase):
    """The office says how far the measure is, since when, and why."""

    kind: Literal["measure_moved"] = "measure_moved"
    to: Annotated[MeasureState, Field(strict=False)]
    since: Annotated[date, Field(strict=False)]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
