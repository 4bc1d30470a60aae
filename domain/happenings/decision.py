"""Weighing and deciding, now or later."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.deferral.words import Again, WakeKind
from domain.happenings.base import Assured, HappeningBase, Held, Id, MaybeSentence, Model, Number, Sentence, ShortLine
from domain.words import Outcome


class PutForward(Held):
    """The office puts the idea forward: to a person, or to a body (then `decider` is empty)."""

    kind: Literal["put_forward"] = "put_forward"
    decider: Id | Literal[""] = ""
    body: Id | Literal[""] = ""
    sign_off: bool = False  # whether it is co-signed before it is decided
    outside_plan: bool = False  # spending over or outside the plan: for the conditions of the chain


class ConditionIn(Model):
    """Something that wakes an idea before its latest date."""

    kind: Annotated[WakeKind, Field(strict=False)]
    about: Id | Literal[""] = ""  # a goal, a document, or an idea by id or number
    number: Number = 0  # the budget year, or how many new supporters
    lead: Annotated[int, Field(ge=0, le=250)] | None = None  # working days before the budget year; None: the process's
    aim: bool = False  # of a goal: only a new indicator, value, date or place in the tree


Conditions = Annotated[tuple[ConditionIn, ...], Field(strict=False, max_length=10)]


class Deferred(HappeningBase):
    """Not now, until what it waits for comes about: whichever of the conditions is first, or the latest date."""

    kind: Literal["deferred"] = "deferred"
    until: Annotated[date, Field(strict=False)] | None = None  # None: what the process says
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    conditions: Conditions = ()
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION


class CameAbout(HappeningBase):
    """What a sleeping idea waited for is there; the sweep brings it, once for each deferral."""

    kind: Literal["came_about"] = "came_about"
    deferral: Id
    why: Annotated[WakeKind, Field(strict=False)]
    about: Id | Literal[""] = ""
    number: Number = 0  # supporters who came, or the goal's version


class Lifted(HappeningBase):
    """The office wakes an idea before its time."""

    kind: Literal["lifted"] = "lifted"
    public_reason: Sentence


class Decided(Assured):
    """A person decides by assignment, or the office records the decision of a body."""

    kind: Literal["decided"] = "decided"
    assignment: Id | Literal[""] = ""
    outcome: Literal[Outcome.ACCEPTED, Outcome.REJECTED]
    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""
    body: Id | Literal[""] = ""
    body_date: Annotated[date | None, Field(strict=False)] = None
    body_number: ShortLine = ""
    votes_for: Number | None = None
    votes_against: Number | None = None
