"""What comes of planning: a bar for each measure with what holds it, what has no place and why, and what is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from domain.planning.quarters import Quarter


class Cause(StrEnum):
    """Why a measure starts no earlier."""

    RUNNING = "running"  # it began already
    FIRST = "first"  # it starts in the first quarter that is planned
    EARLIEST = "earliest"  # it may not begin before
    WAITS = "waits"  # for another that it needs
    CAPACITY = "capacity"  # a role has not enough left in the quarter before


class Lack(StrEnum):
    """Why a measure has no place."""

    LENGTH = "length"  # nobody has said how long it takes
    CIRCLE = "circle"  # it waits for itself, by way of others
    OUTSIDE = "outside"  # it needs what is neither planned nor done
    NOT_PLACED = "not_placed"  # it needs what has no place itself
    TOO_MUCH = "too_much"  # of a role it takes more than any quarter has
    HORIZON = "horizon"  # it would end after the last quarter that is planned


@dataclass(frozen=True, slots=True)
class Hold:
    """One thing that keeps a measure from starting a quarter earlier."""

    cause: Cause
    by: tuple[str, ...] = ()  # the measure it waits for; those that use the role in that quarter
    quarter: Quarter | None = None
    role: str = ""
    needed: Fraction = Fraction(0)  # person days in that quarter
    left: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure in its quarters, the first and the last."""

    id: str
    start: Quarter
    end: Quarter
    holds: tuple[Hold, ...]
    critical: bool = False  # on the chain that decides when everything is finished
    slack: int | None = None  # so many quarters later moves nothing else; None for what runs already

    @property
    def quarters(self) -> Iterator[Quarter]:
        """From the first to the last."""
        return span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Left:
    """One measure without a place."""

    id: str
    lack: Lack
    names: tuple[str, ...] = ()  # the circle, from the measure back to it; what it needs
    role: str = ""
    needed: Fraction = Fraction(0)  # person days a quarter
    most: int = 0  # that any quarter has
    quarter: Quarter | None = None  # where the role was short last, or the last that is planned


@dataclass(frozen=True, slots=True)
class Load:
    """What one role does in one quarter."""

    role: str
    quarter: Quarter
    used: Fraction
    capacity: int | None  # None where nobody has said one: not limited

    @property
    def over(self) -> bool:
        """Whether more is used than there is; only what runs already can do so."""
        return self.capacity is not None and self.used > self.capacity


@dataclass(frozen=True)
class Schedule:
    """The roadmap."""

    bars: tuple[Bar, ...]  # by start, then end, then order
    left: tuple[Left, ...] = ()  # by order
    chain: tuple[str, ...] = ()  # measures each held by the one before, up to one that ends last
    loads: tuple[Load, ...] = ()  # by role, then quarter: whatever is used, or stated within the quarters shown
    unmet: tuple[tuple[str, str], ...] = ()  # what runs although another that it needs is not done before

    @property
    def end(self) -> Quarter | None:
        """The quarter in which everything that has a place is finished."""
        return max((bar.end for bar in self.bars), default=None)

    def bar(self, measure: str) -> Bar | None:
        """Where this measure is."""
        return next((bar for bar in self.bars if bar.id == measure), None)


def span(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Every quarter from the first to the last."""
    return (first.plus(at) for at in range(first.until(last) + 1))


def first_day(quarter: Quarter) -> date:
    """The day it begins."""
    return date(quarter.year, 3 * quarter.number - 2, 1)


def last_day(quarter: Quarter) -> date:
    """The day it ends."""
    return first_day(quarter.plus(1)) - timedelta(days=1)
