"""Anything that can happen to a wave, as strict models; counts of people, never who they are or what they say."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from domain.happenings.base import HappeningBase, Id, Line, Model, Sentence
from domain.survey.respond import Respond
from domain.words import Via

Count = Annotated[int, Field(ge=0, le=10_000_000)]
Working = Annotated[int, Field(ge=1, le=200)]


class WavePlan(Model):
    """When a wave begins and ends, when it reminds, and how long its owner has for the answer."""

    starts_on: Annotated[date, Field(strict=False)]
    closes_on: Annotated[date, Field(strict=False)]
    enough: Annotated[int, Field(ge=1, le=10_000_000)] | None = None  # answers at which it closes before its date
    remind_after: Annotated[tuple[Working, ...], Field(strict=False, max_length=5)] = ()  # working days from the start
    respond: Respond = Respond(working_days=15, remind_before=5)
    public: bool = False  # open to whoever confirms an address
    pairs: bool = False  # people are asked again and told that their answers are compared; earlier waves did not say so

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if list(self.remind_after) != sorted(set(self.remind_after)):
            raise ValueError("reminders_in_order")
        return self


class TopicIn(Model):
    """One topic of the answer, as it is entered; every part is needed."""

    about: Line
    result: Sentence
    decision: Sentence
    reason: Sentence
    owner: Id
    due_on: Annotated[date, Field(strict=False)]
    case_id: Id | None = None  # the idea it is about, or that came of it


class Planned(HappeningBase):
    """A wave is planned, by the office, a cycle or a process event."""

    kind: Literal["planned"] = "planned"
    plan: WavePlan


class Invited(HappeningBase):
    """So many invitations have left so far, so many are still to leave; totals, so that order does not matter."""

    kind: Literal["invited"] = "invited"
    invited: Count
    waiting: Count


class Counted(HappeningBase):
    """So many have answered so far."""

    kind: Literal["counted"] = "counted"
    answered: Count


class ClosedEarly(HappeningBase):
    """The office closes before the date."""

    kind: Literal["closed_early"] = "closed_early"
    reason: Sentence


class Evaluated(HappeningBase):
    """The results are there."""

    kind: Literal["evaluated"] = "evaluated"


class Responded(HappeningBase):
    """The answer to those who were asked is published."""

    kind: Literal["responded"] = "responded"
    topics: Annotated[tuple[TopicIn, ...], Field(strict=False, min_length=1, max_length=40)]


class Cancelled(HappeningBase):
    """The wave is called off; those who were asked already are owed an answer all the same."""

    kind: Literal["cancelled"] = "cancelled"
    reason: Sentence


class Paused(HappeningBase):
    """Clocks stand still."""

    kind: Literal["paused"] = "paused"
    reason: Sentence


class Resumed(HappeningBase):
    """Clocks go on; every date moves by the working days that were lost."""

    kind: Literal["resumed"] = "resumed"


class Exported(HappeningBase):
    """Somebody of the office took the results with them: that they did is on record."""

    kind: Literal["exported"] = "exported"
    format: Literal["csv", "xlsx", "sav", "json"]
    what: Literal["figures", "trend", "rows", "texts"]
    rows: Count


class ResolutionAsked(HappeningBase):
    """Somebody the promise names wants to know whose answer it is."""

    kind: Literal["resolution_asked"] = "resolution_asked"
    code: Id
    reason: Sentence


class ResolutionConfirmed(HappeningBase):
    """A second person agrees."""

    kind: Literal["resolution_confirmed"] = "resolution_confirmed"
    resolution: Id


class ResolutionRefused(HappeningBase):
    """A second person does not agree."""

    kind: Literal["resolution_refused"] = "resolution_refused"
    resolution: Id
    reason: Sentence


class ResolutionWithdrawn(HappeningBase):
    """Whoever asked no longer wants to know."""

    kind: Literal["resolution_withdrawn"] = "resolution_withdrawn"
    resolution: Id


class ResolutionSeen(HappeningBase):
    """One of the two looks; recorded before anything is shown."""

    kind: Literal["resolution_seen"] = "resolution_seen"
    resolution: Id


class TakingAsked(HappeningBase):
    """Somebody of the office wants to take single answers along."""

    kind: Literal["taking_asked"] = "taking_asked"
    reason: Sentence


class TakingConfirmed(HappeningBase):
    """A second person of the office agrees."""

    kind: Literal["taking_confirmed"] = "taking_confirmed"
    taking: Id


class TakingRefused(HappeningBase):
    """A second person does not agree."""

    kind: Literal["taking_refused"] = "taking_refused"
    taking: Id
    reason: Sentence


class TakingWithdrawn(HappeningBase):
    """Whoever asked no longer wants them."""

    kind: Literal["taking_withdrawn"] = "taking_withdrawn"
    taking: Id


class WaveWoken(HappeningBase):
    """The clock rang."""

    kind: Literal["woken"] = "woken"


WaveHappening = (
    Planned
    | Invited
    | Counted
    | ClosedEarly
    | Evaluated
    | Responded
    | Cancelled
    | Paused
    | Resumed
    | Exported
    | ResolutionAsked
    | ResolutionConfirmed
    | ResolutionRefused
    | ResolutionWithdrawn
    | ResolutionSeen
    | TakingAsked
    | TakingConfirmed
    | TakingRefused
    | TakingWithdrawn
    | WaveWoken
)
WAVE_HAPPENING: TypeAdapter[WaveHappening] = TypeAdapter(Annotated[WaveHappening, Field(discriminator="kind")])


def wave_woken(seq: int, at: datetime) -> WaveWoken:
    """The wake-up of a wave at its next step."""
    return WaveWoken(id=f"wake:{seq + 1}", by="clock", via=Via.CLOCK, at=at)
