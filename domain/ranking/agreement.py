"""How far two methods agree: Kendall's τ-b over the ideas that both have placed, shared ranks taken into account.

Source: Kendall, "The treatment of ties in ranking problems", Biometrika 1945:
τ-b = (C − D) / √((n₀ − n₁)(n₀ − n₂)), with n₀ pairs, of which n₁ and n₂ are tied in either.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from math import sqrt

from domain.ranking.ranking import Ranking


def tau_b(one: Mapping[str, int], other: Mapping[str, int]) -> float | None:
    """From −1 (reversed) to 1 (the same); None where fewer than two are common, or one tells nothing apart."""
    common = sorted(set(one) & set(other))
    same = tied_one = tied_other = pairs = 0
    for a, b in combinations(common, 2):
        here, there = _sign(one[a] - one[b]), _sign(other[a] - other[b])
        same += here * there
        tied_one += here == 0
        tied_other += there == 0
        pairs += 1
    apart = (pairs - tied_one) * (pairs - tied_other)
    return same / sqrt(apart) if apart else None


def agreements(rankings: Iterable[Ranking]) -> dict[tuple[str, str], float | None]:
    """τ-b between every two methods."""
    return {(a.method, b.method): tau_b(a.ranks, b.ranks) for a, b in combinations(list(rankings), 2)}


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
