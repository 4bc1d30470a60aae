"""Anything that can happen to a round, as strict models; what a rater says never comes this way."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, TypeAdapter, model_validator

from domain.deferral.words import Again
from domain.happenings import Conditions
from domain.happenings.base import HappeningBase, Id, Line, MaybeSentence, Model, Sentence
from domain.part import Words
from domain.rounds.ballots import Ask, RoundCriterion, kept
from domain.rounds.words import Fate
from domain.words import Via

Working = Annotated[int, Field(ge=1, le=200)]
MOST = 1_000  # ideas of one round: so many fit on the form on which it is decided
Count = Annotated[int, Field(ge=0, le=10_000)]


class RoundPlan(Model):
    """Which ideas are rated by whom, by which criteria, until when, and how many are to go forward.

    The criteria stand here in full: a round keeps its own, whatever becomes of the process definition.
    """

    title: Line
    titles: Words | None = None  # in both languages, where a definition gave them; else the title is as it was typed
    opens_on: Annotated[date, Field(strict=False)]
    closes_on: Annotated[date, Field(strict=False)]
    ideas: Annotated[tuple[Id, ...], Field(strict=False, max_length=MOST)] = ()  # empty: all that wait when it opens
    roles: Annotated[tuple[Id, ...], Field(strict=False, max_length=10)] = ()  # everybody who holds one of these
    people: Annotated[tuple[Id, ...], Field(strict=False, max_length=500)] = ()  # and these
    ask: Annotated[Ask, Field(strict=False)] = Ask.SCORES
    criteria: Annotated[tuple[RoundCriterion, ...], Field(strict=False, max_length=20), BeforeValidator(kept)] = ()
    method: Id = "utility"
    beside: Annotated[tuple[Id, ...], Field(strict=False, max_length=8)] = ()  # methods to compare it with
    settings: dict[str, float | str] = Field(default_factory=dict)  # of all these methods
    pairs_each: Annotated[int, Field(ge=1, le=200)] = 20  # how many comparisons each rater is asked for
    take: Annotated[int, Field(ge=0, le=1_000)] = 0  # how many places the proposal puts forward
    remind_after: Annotated[tuple[Working, ...], Field(strict=False, max_length=5)] = ()  # working days after opening
    when_complete: bool = True  # close as soon as everybody has finished

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if list(self.remind_after) != sorted(set(self.remind_after)):
            raise ValueError("reminders_in_order")
        if len({c.id for c in self.criteria}) != len(self.criteria):
            raise ValueError("criteria_once")
        return self

    def title_in(self, language: str) -> str:
        """What it is called, in this language where there is one."""
        return self.title if self.titles is None else self.titles.in_(language)


class Announced(HappeningBase):
    """The office starts a round."""

    kind: Literal["announced"] = "announced"
    plan: RoundPlan


class Extended(HappeningBase):
    """It closes later than planned."""

    kind: Literal["extended"] = "extended"
    closes_on: Annotated[date, Field(strict=False)]
    reason: MaybeSentence = ""


class RemindedNow(HappeningBase):
    """The office reminds those who are missing, besides the planned reminders."""

    kind: Literal["reminded_now"] = "reminded_now"


class RaterAdded(HappeningBase):
    """Somebody rates as well from now on, or again."""

    kind: Literal["rater_added"] = "rater_added"
    person: Id
    reason: MaybeSentence = ""


class RaterRemoved(HappeningBase):
    """Somebody rates no more; `counts` says whether what they said so far does."""

    kind: Literal["rater_removed"] = "rater_removed"
    person: Id
    counts: bool = False
    reason: Sentence


class Counted(HappeningBase):
    """So many are still waited for, and so many of those who are there have finished: never who, or what they said."""

    kind: Literal["counted"] = "counted"
    missing: Count
    finished: Count = 1


class ClosedEarly(HappeningBase):
    """The office has waited long enough."""

    kind: Literal["closed_early"] = "closed_early"
    reason: MaybeSentence = ""


class Computed(HappeningBase):
    """The ranking is there."""

    kind: Literal["computed"] = "computed"
    result: Count
    placed: Count
    undetermined: Count
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ChoiceIn(Model):
    """What is to become of one idea; whatever differs from the proposal needs a reason."""

    idea: Id
    fate: Fate
    reason: MaybeSentence = ""  # published with the decision
    outside_plan: bool = False  # of one that is put forward and co-signed


class Decided(HappeningBase):
    """The office decides on every idea at once, by one result that it has seen."""

    kind: Literal["decided"] = "decided"
    result: Count
    choices: Annotated[tuple[ChoiceIn, ...], Field(strict=False, min_length=1, max_length=MOST)]
    decider: Id | Literal[""] = ""  # to whom the ideas that go forward are put
    body: Id | Literal[""] = ""
    sign_off: bool = False  # whether they are co-signed first
    until: Annotated[date, Field(strict=False)] | None = None  # of those that are deferred
    conditions: Conditions = ()  # what may wake them before
    again: Annotated[Again, Field(strict=False)] = Again.PRIORITISATION
    reason: MaybeSentence = ""  # for all that are deferred and have none of their own
    proposal: Count = 0  # which one was seen: that of the ranking is 0, as before there were others


class Reopened(HappeningBase):
    """Ratings are taken again until a new day; the result so far stays in the record."""

    kind: Literal["reopened"] = "reopened"
    closes_on: Annotated[date, Field(strict=False)]
    reason: Sentence


class Cancelled(HappeningBase):
    """Called off; every idea is free for another round."""

    kind: Literal["cancelled"] = "cancelled"
    reason: Sentence


class RoundWoken(HappeningBase):
    """The clock rang."""

    kind: Literal["woken"] = "woken"


RoundHappening = (
    Announced
    | Extended
    | RemindedNow
    | RaterAdded
    | RaterRemoved
    | Counted
    | ClosedEarly
    | Computed
    | Decided
    | Reopened
    | Cancelled
    | RoundWoken
)
ROUND_HAPPENING: TypeAdapter[RoundHappening] = TypeAdapter(Annotated[RoundHappening, Field(discriminator="kind")])


def round_woken(seq: int, at: datetime) -> RoundWoken:
    """The wake-up of a round at its next step."""
    return RoundWoken(id=f"wake:{seq + 1}", by="clock", via=Via.CLOCK, at=at)
