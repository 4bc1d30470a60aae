"""Weighted utility (Nutzwertanalyse): the weighted mean of the criteria's mean scores, or undefined, never 0.

Source of the formula: N = Σ w_k · e_k with Σ w = 100 %, e on the criterion's scale from worst to best; a criterion
that is better when lower is turned round within its scale. A criterion nobody scored leaves the whole undefined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Self

from domain.case import Answer
from domain.definition import Criterion
from domain.words import Verdict


@dataclass(frozen=True, slots=True)
class Rating:
    """How one criterion was scored: raw mean on its own scale, and how many said something."""

    criterion: str
    mean: float | None  # None is undefined
    count: int
    knocked_out: bool = False


@dataclass(frozen=True, slots=True)
class Utility:
    """The weighted utility on a scale of 0 to 10 with the ratings it comes from."""

    value: float | None
    ratings: tuple[Rating, ...]

    @property
    def knocked_out(self) -> bool:
        """Whether a knock-out criterion failed."""
        return any(r.knocked_out for r in self.ratings)


def counted(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that count: each reviewer's last word that stands, without requests for changes or "not my field"."""
    last = {a.by: a for a in answers if a.objected_at is None}
    return [a for a in last.values() if a.verdict not in (Verdict.CHANGES, Verdict.NOT_MY_FIELD)]


def weighted_utility(criteria: Sequence[Criterion], answers: Iterable[Answer]) -> Utility:
    """The utility of an idea by its reviewers' scores."""
    said = counted(answers)
    return utility_of(criteria, {c.id: [s for a in said if (s := a.scores.get(c.id)) is not None] for c in criteria})


def utility_of(criteria: Sequence[Criterion], scores: Mapping[str, Sequence[float]]) -> Utility:
    """The utility of an idea by the scores each criterion was given; in whatever order they came."""
    ratings = tuple(_rate(c, scores.get(c.id, ())) for c in criteria)
    return Utility(Formula(criteria)([r.mean for r in ratings]), ratings)


class Formula:
    """The formula itself, made ready once for many ideas: means on their own scales to one value of 0 to 10."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        """Criteria without weight do not count."""
        self._weighed = [(at, c.weight, _Scale.of(c)) for at, c in enumerate(criteria) if c.weight > 0]
        self._total = sum(weight for _, weight, _ in self._weighed)

    def __call__(self, means: Sequence[float | None]) -> float | None:
        """The value; None where a mean that counts is missing, or nothing counts."""
        if not self._weighed:
            return None
        value = 0.0
        for at, weight, scale in self._weighed:
            mean = means[at]
            if mean is None:
                return None
            value += weight * scale.benefit(mean)
        return round(value / self._total, 4)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From where to where, and which end is better."""

    lowest: int
    span: int
    higher: bool

    @classmethod
    def of(cls, criterion: Criterion) -> Self:
        return cls(criterion.scale_from, criterion.scale_to - criterion.scale_from, criterion.better == "higher")

    def benefit(self, mean: float) -> float:
        share = (mean - self.lowest) / self.span
        return 10 * (share if self.higher else 1 - share)


def as_benefit(criterion: Criterion, mean: float) -> float:
    """The mean as 0 (worst) to 10 (best), whatever the scale and its direction."""
    return _Scale.of(criterion).benefit(mean)


def _rate(criterion: Criterion, scores: Sequence[float]) -> Rating:
    if not scores:
        return Rating(criterion.id, None, 0)
    mean = fsum(scores) / len(scores)
    out = criterion.knock_out_below is not None and mean < criterion.knock_out_below
    return Rating(criterion.id, mean, len(scores), out)
