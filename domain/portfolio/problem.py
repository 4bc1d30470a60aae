"""What is chosen from and what binds the choice; numbers are taken as they are written, without rounding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import inf

PLACES = 10_000


@dataclass(frozen=True, slots=True)
class Option:
    """One idea that may be chosen."""

    id: str
    value: float
    number: int = 0
    uses: Mapping[str, float] = field(default_factory=dict)  # by limit: euros of a line and year, days of a role …
    gives: Mapping[str, float] = field(default_factory=dict)  # by goal
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    must: bool | None = None  # in or out whatever else, as decided before
    costed: bool = True  # what it uses is known; what nobody has costed is not chosen


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so much in all: a budget line in a year, a role in a quarter. `step` is what "a little more" means."""

    id: str
    at_most: float
    step: float = 1


@dataclass(frozen=True, slots=True)
class Floor:
    """At least so much in all for a goal."""

    id: str
    at_least: float
    step: float = 1


class Kind(StrEnum):
    """What can bind a choice."""

    NEEDS = "needs"
    EXCLUDES = "excludes"
    MUST_IN = "must_in"
    MUST_OUT = "must_out"
    LIMIT = "limit"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that binds the choice, by what it is about."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A constraint in numbers: the terms of what is chosen add up to something from low to high."""

    of: Constraint
    terms: Mapping[str, float]
    low: float = -inf
    high: float = inf

    def holds(self, chosen: Iterable[str]) -> bool:
        """Exactly, in the decimals that were written."""
        total = sum((exact(self.terms[one]) for one in chosen if one in self.terms), Fraction(0))
        return (self.low == -inf or exact(self.low) <= total) and (self.high == inf or total <= exact(self.high))


@dataclass(frozen=True)
class Portfolio:
    """Options and what binds the choice among them."""

    options: tuple[Option, ...]
    limits: tuple[Limit, ...] = ()
    floors: tuple[Floor, ...] = ()

    @cached_property
    def known(self) -> Mapping[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    @cached_property
    def ordered(self) -> tuple[Option, ...]:
        """By number, then id: the order in which equals are preferred."""
        return tuple(sorted(self.options, key=lambda one: (one.number, one.id)))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Everything that binds; budgets and goals last, as they are what is named last in a conflict."""
        return tuple(_rows(self))

    def worth(self, chosen: Iterable[str]) -> Fraction:
        """What these are worth together, to four decimals each."""
        return Fraction(sum(points(self.known[one]) for one in chosen), PLACES)

    def used(self, limit: str, chosen: Iterable[str]) -> Fraction:
        """How much of a limit these use."""
        return sum((exact(self.known[one].uses.get(limit, 0)) for one in chosen), Fraction(0))

    def given(self, goal: str, chosen: Iterable[str]) -> Fraction:
        """How much these give to a goal."""
        return sum((exact(self.known[one].gives.get(goal, 0)) for one in chosen), Fraction(0))

    def broken(self, chosen: Iterable[str]) -> tuple[Constraint, ...]:
        """What this choice breaks."""
        ids = frozenset(chosen)
        return tuple(row.of for row in self.rows if not row.holds(ids))

    def eased(self, name: str) -> "Portfolio":
        """With a step more of this limit, or a step less of this floor."""
        limits = tuple(replace(one, at_most=one.at_most + one.step) if one.id == name else one for one in self.limits)
        floors = tuple(replace(one, at_least=one.at_least - one.step) if one.id == name else one for one in self.floors)
        return Portfolio(self.options, limits, floors)


def exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth."""
    return Fraction(repr(number))


def points(option: Option) -> int:
    """Its value in whole ten-thousandths."""
    return round(option.value * PLACES)


def _rows(portfolio: Portfolio) -> Iterator[Row]:
    for one in portfolio.ordered:
        for other in one.needs:
            yield Row(Constraint(Kind.NEEDS, (one.id, other)), {one.id: 1, other: -1}, high=0)
    for first, second in sorted({tuple(sorted((a.id, b))) for a in portfolio.ordered for b in a.excludes}):
        yield Row(Constraint(Kind.EXCLUDES, (first, second)), {first: 1, second: 1}, high=1)
    for one in portfolio.ordered:
        if not one.costed:
            yield Row(Constraint(Kind.MUST_OUT, (one.id,)), {one.id: 1}, 0, 0)
        elif one.must is not None:
            kind = Kind.MUST_IN if one.must else Kind.MUST_OUT
            yield Row(Constraint(kind, (one.id,)), {one.id: 1}, int(one.must), int(one.must))
    for limit in portfolio.limits:
        uses = {one.id: amount for one in portfolio.ordered if (amount := one.uses.get(limit.id))}
        yield Row(Constraint(Kind.LIMIT, (limit.id,)), uses, high=limit.at_most)
    for floor in portfolio.floors:
        gives = {one.id: amount for one in portfolio.ordered if (amount := one.gives.get(floor.id))}
        yield Row(Constraint(Kind.FLOOR, (floor.id,)), gives, low=floor.at_least)
