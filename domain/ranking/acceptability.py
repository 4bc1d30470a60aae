"""How often each idea gets each rank when the weights are moved: rank acceptability, as in SMAA-2 (Lahdelma 2001).

The plain way; `kit.portfolio.ranks` does the same with numpy, to the last bit, and faster.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from domain.ranking.weightings import Draws, weightings

Rows = Sequence[Sequence[float]]  # by idea its points by criterion
Counts = tuple[Mapping[int, int], ...]  # by idea, how often it had which rank
CountRanks = Callable[[Rows, Sequence[float], Draws], Counts]


def count_ranks(rows: Rows, weights: Sequence[float], draws: Draws) -> Counts:
    """By idea, in how many of the weightings it had which rank; equals share the better one."""
    counts: list[Counter[int]] = [Counter() for _ in rows]
    for weighting in weightings(weights, draws):
        values = [_value(weighting, row) for row in rows]
        for counter, rank in zip(counts, _ranks(values), strict=True):
            counter[rank] += 1
    return tuple(dict(sorted(counter.items())) for counter in counts)


def _value(weighting: Sequence[float], row: Sequence[float]) -> float:
    value = 0.0
    for weight, points in zip(weighting, row, strict=True):
        value += weight * points
    return value


def _ranks(values: Sequence[float]) -> list[int]:
    first: dict[float, int] = {}
    for at, value in enumerate(sorted(values, reverse=True), start=1):
        first.setdefault(value, at)
    return [first[value] for value in values]
