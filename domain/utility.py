"""Weighted utility (Nutzwertanalyse): the weighted mean of the criteria's mean scores, or undefined, never 0.

Source of the formula: N = Σ w_k · e_k with Σ w = 100 %, e on the criterion's scale from worst to best; a criterion
that is better when lower is turned round within its scale. A criterion nobody scored leaves the whole undefined.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

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
    """The answers that count: each reviewer's last word, without requests for changes."""
    last = {a.by: a for a in answers}
    return [a for a in last.values() if a.verdict is not Verdict.CHANGES]


def weighted_utility(criteria: Sequence[Criterion], answers: Iterable[Answer]) -> Utility:
    """The utility of an idea by its reviewers' scores."""
    said = counted(answers)
    return utility_of(criteria, {c.id: [s for a in said if (s := a.scores.get(c.id)) is not None] for c in criteria})


def utility_of(criteria: Sequence[Criterion], scores: Mapping[str, Sequence[float]]) -> Utility:
    """The utility of an idea by the scores each criterion was given; in whatever order they came."""
    ratings = tuple(_rate(c, scores.get(c.id, ())) for c in criteria)
    weighed = [(c, r.mean) for c, r in zip(criteria, ratings, strict=True) if c.weight > 0]
    if not weighed or any(mean is None for _, mean in weighed):
        return Utility(None, ratings)
    total = sum(c.weight for c, _ in weighed)
    value = sum(c.weight * as_benefit(c, mean) for c, mean in weighed if mean is not None) / total
    return Utility(round(value, 4), ratings)


def as_benefit(criterion: Criterion, mean: float) -> float:
    """The mean as 0 (worst) to 10 (best), whatever the scale and its direction."""
    span = criterion.scale_to - criterion.scale_from
    share = (mean - criterion.scale_from) / span
    return 10 * (share if criterion.better == "higher" else 1 - share)


def _rate(criterion: Criterion, scores: Sequence[float]) -> Rating:
    if not scores:
        return Rating(criterion.id, None, 0)
    mean = fsum(scores) / len(scores)
    out = criterion.knock_out_below is not None and mean < criterion.knock_out_below
    return Rating(criterion.id, mean, len(scores), out)
