"""What rounds and surveys tell an idea."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.deferral.words import Again
from domain.happenings.base import HappeningBase, Id, MaybeSentence, Model, Number
from domain.happenings.decision import Conditions


class BarIn(Model):
    """How many chose one answer, of how many."""

    key: Id
    count: Number
    answered: Number


class FigureIn(Model):
    """One question of a survey in numbers, as far as they may be shown."""

    question: Id
    kind: Id
    bars: Annotated[tuple[BarIn, ...], Field(strict=False, max_length=200)] = ()


class Surveyed(HappeningBase):
    """A wave that asked about the idea is evaluated; numbers of groups that reach the thresholds, and no answer."""

    kind: Literal["surveyed"] = "surveyed"
    wave: Id
    survey: Id
    event: Id | Literal[""] = ""  # what began the wave; "" where the office did
    days: Annotated[int, Field(ge=-400, le=2_000)] = 0  # after that event; below nought, before it was to happen
    invited: Number  # 0: open to everybody
    answered: Number | None = None  # None: too few, so nothing is shown
    figures: Annotated[tuple[FigureIn, ...], Field(strict=False, max_length=200)] = ()


class NamedInSurvey(HappeningBase):
    """The published answer to those who were asked in a survey names the idea."""

    kind: Literal["named_in_survey"] = "named_in_survey"
    wave: Id
    topics: Number  # how many of its topics do


class Ranked(HappeningBase):
    """A round that compared the idea with others is decided; the clock brings it, `decided_by` decided."""

    kind: Literal["ranked"] = "ranked"
    round: Id
    result: Number  # which of the round's results was decided on
    rank: Number | None = None  # None: not determined, which is not the last rank
    of: Number  # ideas that were compared
    fate: Literal["put_forward", "defer", "leave"]
    deviates: bool = False  # from what the ranking proposed
    public_reason: MaybeSentence = ""
    decided_by: Id
    decider: Id | Literal[""] = ""
    body: Id | Literal[""] = ""
    sign_off: bool = False  # of one that is put forward: whether it is co-signed first
    outside_plan: bool = False
    until: Annotated[date, Field(strict=False)] | None = None
    conditions: Conditions = ()  # of an idea that is deferred
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION


class MissedRound(HappeningBase):
    """The idea came too late for a round that was under way, or found no room in it; it is in the next one."""

    kind: Literal["missed_round"] = "missed_round"
    round: Id
    full: bool = False  # it was there in time, and the round was full
