"""How much changed where the same people were asked twice: less unsure than two groups, as each is their own measure.

Sources: Student's interval of the mean of the differences; for shares the score interval of Tango 1998, "Equivalence
test and confidence interval for the difference in proportions for the paired-sample design", Statistics in Medicine 17,
which excludes nought exactly where McNemar's test (without continuity correction) is significant; found good for few
pairs by Fagerland, Lydersen and Laake 2014, Statistics in Medicine 33. There is no finite-population correction: nobody
knows how those who answered once only would have changed.
"""

from collections.abc import Mapping
from math import sqrt

from domain.survey.intervals import Interval, Z
from domain.survey.statistics import Distribution
from domain.survey.student import quantile

HALVINGS = 60  # of an interval of width 1: to the last digit


def mean_change(changes: Mapping[int, int]) -> Interval | None:
    """Of how many changed by how many steps; None where nothing is sure: fewer than two, or all changed alike."""
    told = Distribution(changes)
    mean, variance, n = told.mean, told.variance, told.answered
    if mean is None or not variance:
        return None
    spread = quantile(n - 1) * sqrt(variance / n)
    return Interval(mean - spread, mean + spread)


def share_change(gained: int, lost: int, pairs: int) -> Interval | None:
    """Of how many chose it only afterwards, and only before; None where there is no pair."""
    if not pairs:
        return None
    change = (gained - lost) / pairs
    return Interval(_end(gained, lost, pairs, -1.0, change), _end(gained, lost, pairs, 1.0, change))


def _end(gained: int, lost: int, pairs: int, edge: float, inside: float) -> float:
    """Between what was found and the edge: where the score test begins to refuse."""
    outside = edge
    if _distance(gained, lost, pairs, edge) <= Z:
        return edge
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if _distance(gained, lost, pairs, middle) <= Z:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _distance(gained: int, lost: int, pairs: int, change: float) -> float:
    """How many standard errors the pairs are away from this change, as Tango has it."""
    found = gained - lost - pairs * change
    if abs(found) < 1e-12:
        return 0.0
    b = (2 * pairs - gained + lost) * change - gained - lost
    c = -lost * change * (1 - change)
    only_lost = (sqrt(max(0.0, b * b - 8 * pairs * c)) - b) / (4 * pairs)
    error = sqrt(max(0.0, pairs * (2 * only_lost + change * (1 - change))))
    return abs(found) / error if error else float("inf")
