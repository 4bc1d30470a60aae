"""How sure a share can be: Wilson's interval, Newcombe's for a difference, and when a closed group narrows them.

Sources: Wilson 1927, score interval; Newcombe 1998, "Interval estimation for the difference between independent
proportions", method 10 (hybrid score); finite-population correction √((N−n)/(N−1)), Cochran 1977, section 2.6.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)  # 95 %, two sides


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where, at 95 %."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How unsure it is."""
        return self.high - self.low


class Arrow(StrEnum):
    """What may be said of a difference."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Drawn(StrEnum):
    """How those who were asked came to be asked."""

    CENSUS = "census"  # everybody of a closed group
    RANDOM = "random"  # a random sample of a closed group
    ROTATING = "rotating"  # one of several random parts of a closed group that take turns
    OPEN = "open"  # whoever wanted to: says nothing about the others


@dataclass(frozen=True, slots=True)
class Frame:
    """The group a figure is about; `population` matters only where the group is closed."""

    drawn: Drawn = Drawn.OPEN
    population: int | None = None

    @property
    def closed_group(self) -> int | None:
        """Its size, where the finite-population correction applies; the report says so where it does not."""
        return None if self.drawn is Drawn.OPEN else self.population

    @property
    def compared(self) -> "Frame":
        """As it counts in a difference to another wave.

        Parts that take turns have nobody in common: what one holds the other lacks, and that undoes the correction
        (the covariance of two disjoint samples is −S²/N each way; Cochran 1977, section 2.9).
        """
        return Frame(self.drawn) if self.drawn is Drawn.ROTATING else self


OPEN = Frame()


def finite_population(answered: int, population: int | None) -> float:
    """The correction as a factor of the standard error: 1 where there is none, 0 where everybody answered."""
    if population is None:
        return 1.0
    if answered >= population:
        return 0.0
    return sqrt((population - answered) / (population - 1))


def effective(answered: int, population: int | None) -> float:
    """As many answers from an endless group as would be equally sure; infinite where everybody answered."""
    factor = finite_population(answered, population)
    return inf if factor == 0 else answered / factor**2


def wilson(count: int, answered: int, frame: Frame = OPEN) -> Interval | None:
    """The interval of a share; None where nobody answered."""
    if answered == 0:
        return None
    share, n = count / answered, effective(answered, frame.closed_group)
    if n == inf:
        return Interval(share, share)
    centre = share + Z**2 / (2 * n)
    spread = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    return Interval(0.0 if count == 0 else max(0.0, low), 1.0 if count == answered else min(1.0, high))


def newcombe(
    count: int, answered: int, count_before: int, answered_before: int, frame: Frame = OPEN, frame_before: Frame = OPEN
) -> Interval | None:
    """The interval of a share minus an earlier (or another group's) share; the two groups must be independent."""
    now, before = wilson(count, answered, frame), wilson(count_before, answered_before, frame_before)
    if now is None or before is None:
        return None
    share, other = count / answered, count_before / answered_before
    down = sqrt((share - now.low) ** 2 + (before.high - other) ** 2)
    up = sqrt((now.high - share) ** 2 + (other - before.low) ** 2)
    return Interval(share - other - down, share - other + up)


def arrow(difference: Interval | None) -> Arrow:
    """An arrow only where the interval of the difference excludes nought."""
    if difference is None or difference.low <= 0 <= difference.high:
        return Arrow.NONE
    return Arrow.UP if difference.low > 0 else Arrow.DOWN
