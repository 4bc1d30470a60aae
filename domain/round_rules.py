"""What the definition says of rounds: with what a new one begins, and which come again by themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.deadline import Days
from domain.part import Code, Part, Words

Panel = Annotated[tuple[Literal["reviewer", "decider", "owner", "office"], ...], Field(min_length=1)]
Every = Literal["month", "quarter", "half", "year"]
MONTHS: Mapping[str, tuple[int, ...]] = {
    "quarter": (1, 4, 7, 10),
    "half": (1, 7),
    "year": (1,),
    "month": tuple(range(1, 13)),
}


class RoundStart(Part):
    """What a new round begins with; the office may have it otherwise in each."""

    panel: Panel
    working_days: Days  # from the first day to the last
    remind_after: Annotated[int, Field(ge=1, le=200)] | None = None  # working days
    take: Annotated[int, Field(ge=0, le=1_000)] = 0  # places the proposal puts forward
    methods: Annotated[
        tuple[Literal["utility", "quadrant", "wsjf", "rice", "lower_bound"], ...], Field(min_length=1)
    ] = ("utility",)  # the first makes the proposal, the others stand beside it
    when_complete: bool = True  # close as soon as everybody has finished


class Weighed(Part):
    """A criterion of the process in the rounds of a series: its weight there, and the scale it is asked on."""

    id: Code
    weight: Annotated[int, Field(ge=1, le=100)]
    scale: Literal["own", "ten", "votes", "yes_no", "fibonacci"] = "own"


class RoundSeries(Part):
    """Rounds over all that wait, one on each of its dates."""

    id: Code
    title: Words
    every: Every | None = None  # exactly one of this …
    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], Field(max_length=12)] = ()  # … and these
    day: Annotated[int, Field(ge=1, le=28)] = 1  # of the month; a closed day moves it to the next working day
    catch_up_days: Annotated[int, Field(ge=0, le=14)] = 2  # later than that, a date is left out
    until: date | None = None  # no round after this day
    asks: Literal["scores", "votes", "pairs", "approvals"] = "scores"  # what raters say
    criteria: Annotated[tuple[Weighed, ...], Field(max_length=20)] = ()  # of scores; none: those of the process
    methods: Annotated[tuple[str, ...], Field(max_length=9)] = ()  # none: the one that fits such answers best
    settings: dict[str, float | str] = Field(default_factory=dict)  # of these methods
    pairs_each: Annotated[int, Field(ge=1, le=200)] = 20  # comparisons each rater is asked for
    panel: Panel
    working_days: Days
    remind_after: Annotated[int, Field(ge=1, le=200)] | None = None
    take: Annotated[int, Field(ge=0, le=1_000)] = 0
    when_complete: bool = True

    @property
    def in_months(self) -> tuple[int, ...]:
        """The months of its dates."""
        return self.months or MONTHS[self.every or "year"]
