"""The weight at which two ideas swap: how much one criterion would have to weigh, the others keeping their proportion.

Source of the formula: with the weight t of criterion k and the others scaled to 1 − t, N_a = N_b at t = D / (D − d),
where d = e_ak − e_bk and D = Σ_{j≠k} w_j (e_aj − e_bj) / (1 − w_k). Exact, so that "at the point itself" is a tie.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

Points = Mapping[str, float]  # of one idea, by criterion, 0 (worst) to 10 (best)


@dataclass(frozen=True, slots=True)
class Switch:
    """At this weight of this criterion (1 is all) the two are equal; beyond it, they have swapped."""

    criterion: str
    weight: Fraction
    now: Fraction

    @property
    def distance(self) -> Fraction:
        """How far the weight would have to move."""
        return abs(self.weight - self.now)


def switch_point(weights: Mapping[str, int], a: Points, b: Points, criterion: str) -> Fraction | None:
    """The weight between 0 and 1 at which a and b are equal; None where no weight makes them so, or every weight."""
    return next((one.weight for one in _switches(weights, a, b) if one.criterion == criterion), None)


def nearest_switch(weights: Mapping[str, int], a: Points, b: Points) -> Switch | None:
    """The criterion whose weight would have to move least for a and b to swap; the first of equals."""
    return min(_switches(weights, a, b), key=lambda one: one.distance, default=None)


def _switches(weights: Mapping[str, int], a: Points, b: Points) -> Iterator[Switch]:
    total = sum(weights.values())
    apart = {name: Fraction(a[name]) - Fraction(b[name]) for name in weights}
    whole = sum((weight * apart[name] for name, weight in weights.items()), Fraction(0))
    for name, weight in weights.items():
        if weight == total:
            continue
        others = (whole - weight * apart[name]) / (total - weight)
        if others == apart[name]:
            continue
        point = others / (others - apart[name])
        if 0 <= point <= 1:
            yield Switch(name, point, Fraction(weight, total))
