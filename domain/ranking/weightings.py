"""Thousands of weightings by chance that is none: the same for everybody, from a counter (SplitMix64).

Uniform over all weightings that add up to 1 (a flat Dirichlet): the gaps between k − 1 sorted random points. Points are
multiples of 2⁻⁵³, so gaps are exact, and whoever computes them in another way gets the same to the last bit. Each draw
is followed by its mirror image: two criteria that stand against each other get exactly the same chances.
Source: Devroye, "Non-Uniform Random Variate Generation", 1986, V.2.1; Steele, Lea, Flood, OOPSLA 2014 (SplitMix).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAMMA, MIX, MIX_AGAIN = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
MASK = (1 << 64) - 1
BITS = 53


@dataclass(frozen=True, slots=True)
class Draws:
    """How many weightings, and how far from the stated one: 0 keeps it, 1 knows nothing of it."""

    count: int = 10_000
    spread: float = 0.5
    seed: int = 2026


def weightings(weights: Sequence[float], draws: Draws) -> Iterator[tuple[float, ...]]:
    """The stated weights (adding up to 1), each time pulled towards a weighting that is any of all."""
    kept = [(1 - draws.spread) * weight for weight in weights]
    for number in range((draws.count + 1) // 2):
        gaps = flat(number, len(weights), draws.seed)
        for one in (gaps, gaps[::-1])[: draws.count - 2 * number]:
            yield tuple(stay + draws.spread * gap for stay, gap in zip(kept, one, strict=True))


def flat(number: int, parts: int, seed: int) -> list[float]:
    """The weighting of this number, any of all that add up to 1."""
    points = sorted(point(seed, number * (parts - 1) + at) for at in range(parts - 1))
    edges = [0, *points, 1 << BITS]
    return [(above - below) / (1 << BITS) for below, above in pairwise(edges)]


def point(seed: int, counter: int) -> int:
    """A whole number below 2⁵³, as good as random."""
    z = ((seed << 32) + (counter + 1) * GAMMA) & MASK
    z = ((z ^ (z >> 30)) * MIX) & MASK
    z = ((z ^ (z >> 27)) * MIX_AGAIN) & MASK
    return (z ^ (z >> 31)) >> (64 - BITS)
