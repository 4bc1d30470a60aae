"""Figures that are honest for five answers as for fifty: how many said something, the distribution, then the mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt

from domain.survey.intervals import OPEN, Frame, Interval, finite_population, newcombe, wilson
from domain.survey.student import quantile


@dataclass(frozen=True, slots=True)
class Share:
    """Some of those who answered, with the interval at 95 %; undefined where nobody did, never 0."""

    count: int
    answered: int
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many chose each step of a scale."""

    counts: Mapping[int, int]

    @property
    def answered(self) -> int:
        """How many said something."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """Undefined where nobody answered."""
        n = self.answered
        return sum(step * count for step, count in self.counts.items()) / n if n else None

    @property
    def variance(self) -> float | None:
        """The sample's (divided by n − 1); undefined below two answers."""
        n, mean = self.answered, self.mean
        if n < 2 or mean is None:
            return None
        return sum(count * (step - mean) ** 2 for step, count in self.counts.items()) / (n - 1)

    @property
    def median(self) -> float | None:
        """The step in the middle, or half-way between the two; undefined where nobody answered."""
        n = self.answered
        return (self._nth((n - 1) // 2) + self._nth(n // 2)) / 2 if n else None

    def _nth(self, number: int) -> int:
        passed = 0
        for step in sorted(self.counts):
            passed += self.counts[step]
            if passed > number:
                return step
        raise IndexError(number)

    def share_of(self, steps: Collection[int], frame: Frame = OPEN) -> Share:
        """The share of these steps, such as the two best."""
        return share(sum(self.counts.get(step, 0) for step in set(steps)), self.answered, frame)

    def mean_interval(self, frame: Frame = OPEN) -> Interval | None:
        """Student's interval of the mean, within the scale (`counts` names every step); None where nothing is sure.

        That is below two answers, and where all said the same: five of five is not "± 0".
        """
        error, mean = _error(self, frame), self.mean
        if error is None or mean is None:
            return None
        spread = quantile(self.answered - 1) * sqrt(error)
        return Interval(max(min(self.counts), mean - spread), min(max(self.counts), mean + spread))


def share(count: int, answered: int, frame: Frame = OPEN) -> Share:
    """A share of those who answered."""
    return Share(count, answered, count / answered if answered else None, wilson(count, answered, frame))


def response_rate(answered: int, invited: int) -> Share:
    """How many of those invited answered: a fact about a closed group, so it has no interval."""
    return Share(answered, invited, answered / invited if invited else None, None)


def share_difference(now: Share, before: Share, frame: Frame = OPEN, frame_before: Frame = OPEN) -> Interval | None:
    """The interval of one share minus another's, for `arrow`."""
    return newcombe(now.count, now.answered, before.count, before.answered, frame, frame_before)


def mean_difference(
    now: Distribution, before: Distribution, frame: Frame = OPEN, frame_before: Frame = OPEN
) -> Interval | None:
    """Welch's interval of one mean minus another's, for `arrow`; None where either mean has none of its own."""
    error, error_before = _error(now, frame), _error(before, frame_before)
    if now.mean is None or before.mean is None or error is None or error_before is None:
        return None
    difference, total = now.mean - before.mean, error + error_before
    if total == 0:
        return Interval(difference, difference)
    freedom = total**2 / (error**2 / (now.answered - 1) + error_before**2 / (before.answered - 1))
    spread = quantile(freedom) * sqrt(total)
    return Interval(difference - spread, difference + spread)


def _error(told: Distribution, frame: Frame) -> float | None:
    """The squared standard error of the mean: 0 where everybody was heard, None where it cannot be told."""
    n, variance = told.answered, told.variance
    factor = finite_population(n, frame.closed_group)
    if factor == 0 and n:
        return 0.0
    return variance / n * factor**2 if variance else None
