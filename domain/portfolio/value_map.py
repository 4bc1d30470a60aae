"""Value against complexity: where an idea stands on a map, by what its reviewers scored. Undefined stays undefined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.case import Answer
from domain.definition import Criterion
from domain.utility import as_benefit, weighted_utility

MIDDLE = 5.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Value and complexity from 0 to 10, each the weighted mean of its criteria."""

    value: float
    complexity: float

    @property
    def quadrant(self) -> str:
        """As the method "benefit against complexity" calls it."""
        if self.value >= MIDDLE:
            return "do_first" if self.complexity < MIDDLE else "plan_well"
        return "do_aside" if self.complexity < MIDDLE else "let_be"


def standing(criteria: Sequence[Criterion], answers: Iterable[Answer]) -> Standing | None:
    """What is better when higher is value, what is better when lower is complexity; None where either is not scored."""
    means = {one.criterion: one.mean for one in weighted_utility(criteria, answers).ratings}
    value = _mean([one for one in criteria if one.better == "higher"], means)
    ease = _mean([one for one in criteria if one.better == "lower"], means)
    return None if value is None or ease is None else Standing(value, round(10 - ease, 4))


def _mean(criteria: Sequence[Criterion], means: dict[str, float | None]) -> float | None:
    """By weight where there are weights; None where one that counts is missing, or there is none."""
    weighed = [one for one in criteria if one.weight] or list(criteria)
    total, weights = 0.0, 0
    for one in weighed:
        mean = means.get(one.id)
        if mean is None:
            return None
        total += (one.weight or 1) * as_benefit(one, mean)
        weights += one.weight or 1
    return round(total / weights, 4) if weights else None
