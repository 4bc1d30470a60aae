"""How often each idea gets each rank, with numpy: the same draws and sums as in domain, many at a time.

The same to the last bit: draws are whole numbers, and sums are made in the same order, element by element (a matrix
product would add up in an order of its own).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.ranking.acceptability import Counts, Rows
from domain.ranking.weightings import BITS, GAMMA, MIX, MIX_AGAIN, Draws

AT_ONCE = 256  # weightings: what fits into a cache beside some hundred ideas
Floats = NDArray[np.float64]


def count_ranks(rows: Rows, weights: Sequence[float], draws: Draws) -> Counts:
    """By idea, in how many of the weightings it had which rank."""
    points = np.asarray(rows, dtype=np.float64)
    many = len(points)
    counts = np.zeros(many * many, dtype=np.int64)
    every = _weightings(weights, draws)
    for start in range(0, draws.count, AT_ONCE):
        counts += _counted(every[start : start + AT_ONCE], points)
    return tuple(
        dict(zip((at + 1).tolist(), line[at].tolist(), strict=True))
        for line in counts.reshape(many, many)
        for at in np.nonzero(line)
    )


def _counted(weightings: Floats, points: Floats) -> NDArray[np.int64]:
    values = np.zeros((len(weightings), len(points)))
    for at in range(points.shape[1]):
        values += weightings[:, at, None] * points[None, :, at]
    many = len(points)
    order = np.argsort(-values, axis=1)
    ranks = _shared(np.take_along_axis(values, order, axis=1))
    return np.bincount((order * many + ranks).ravel(), minlength=many * many)


def _shared(ordered: Floats) -> NDArray[np.int64]:
    """Ranks from 0 along each row, best first; equals share the better one."""
    ranks = np.broadcast_to(np.arange(ordered.shape[1]), ordered.shape)
    new = ordered[:, 1:] != ordered[:, :-1]
    if new.all():
        return ranks
    started = ranks.copy()
    started[:, 1:] = np.where(new, ranks[:, 1:], 0)
    return np.maximum.accumulate(started, axis=1)


def _weightings(weights: Sequence[float], draws: Draws) -> Floats:
    parts, half = len(weights), (draws.count + 1) // 2
    gaps = _flat(half, parts, draws.seed)
    both = np.stack([gaps, gaps[:, ::-1]], axis=1).reshape(2 * half, parts)[: draws.count]
    kept = np.array([(1 - draws.spread) * weight for weight in weights])
    return kept + draws.spread * both


def _flat(many: int, parts: int, seed: int) -> Floats:
    counters = np.arange(1, many * (parts - 1) + 1, dtype=np.uint64)
    z = counters * np.uint64(GAMMA) + np.uint64((seed << 32) & ((1 << 64) - 1))
    z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_AGAIN)
    points = ((z ^ (z >> np.uint64(31))) >> np.uint64(64 - BITS)).astype(np.float64).reshape(many, parts - 1)
    edges = np.concatenate([np.zeros((many, 1)), np.sort(points, axis=1), np.full((many, 1), 2.0**BITS)], axis=1)
    gaps: Floats = np.diff(edges, axis=1) / 2.0**BITS
    return gaps
