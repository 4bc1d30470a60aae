"""How firm each rank is: under thousands of weightings, and without any one rater. It keeps from fake precision.

A rank holds where it moves by no more than a twentieth of the field (one place at least), or, where a cut is given,
where the idea stays on its side of it. Firm: it holds in nine of ten weightings and without any one rater. A toss-up:
it holds in fewer than six of ten, or there are raters without whom it does not hold and it holds in fewer than nine of
ten. Leaning: what lies between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.ranking import utility
from domain.ranking.acceptability import CountRanks, count_ranks
from domain.ranking.field import Field
from domain.ranking.leaving_out import Ranks, ranks_without
from domain.ranking.methods import rank
from domain.ranking.ranking import Place, Ranking, Reason
from domain.ranking.weightings import Draws

FIRM, LEANING = 0.9, 0.6
NEAR = 0.05  # of the field
OUTER = 0.05  # of the weightings on either side lie outside the range that is told


class Firmness(StrEnum):
    """What may be said of a rank."""

    FIRM = "firm"
    LEANING = "leaning"
    TOSS_UP = "toss_up"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rank stands: shares are of all weightings."""

    idea: str
    rank: int
    firmness: Firmness
    held: float  # in this share of the weightings it holds
    first: float  # in this share it is first, alone or with others
    best: int  # nine of ten weightings give it a rank from best …
    worst: int  # … to worst
    depends: int  # raters without any one of whom it does not hold
    why: Reason


@dataclass(frozen=True, slots=True)
class Robustness:
    """Every rank of weighted utility, best first, with how often each idea had which rank."""

    draws: Draws
    near: int
    cut: int | None
    standings: tuple[Standing, ...]
    acceptability: Mapping[str, Mapping[int, int]]


def robustness(
    field: Field, draws: Draws = Draws(), cut: int | None = None, count: CountRanks = count_ranks
) -> Robustness:
    """How firm each rank of the weighted utility is. `count` is the plain way or a faster one."""
    return robustness_of(field, rank(utility.NAME, field), draws, cut, count)


def robustness_of(
    field: Field, ranking: Ranking, draws: Draws = Draws(), cut: int | None = None, count: CountRanks = count_ranks
) -> Robustness:
    """The same where the ranking by weighted utility is there already."""
    weights, ideas = utility.weights_of(field), [place.idea for place in ranking.places]
    near = max(1, round(NEAR * len(ideas)))
    if not ideas:
        return Robustness(draws, near, cut, (), {})
    rows = [[points[name] for name in weights] for points in (utility.points_of(field, idea) for idea in ideas)]
    counts = count(rows, [weight / sum(weights.values()) for weight in weights.values()], draws)
    without = list(ranks_without(field, ideas))
    told = _Holding(near, cut, without)
    standings = tuple(told.standing(place, one) for place, one in zip(ranking.places, counts, strict=True))
    return Robustness(draws, near, cut, standings, dict(zip(ideas, counts, strict=True)))


@dataclass(frozen=True, slots=True)
class _Holding:
    near: int
    cut: int | None
    without: Sequence[Ranks]

    def standing(self, place: Place, counts: Mapping[int, int]) -> Standing:
        total = sum(counts.values())
        held = sum(times for rank, times in counts.items() if self._holds(rank, place.rank)) / total
        depends = sum(not self._holds(ranks.get(place.idea), place.rank) for ranks in self.without)
        best, worst = _range(counts, total)
        figures: dict[str, float | str] = {"percent": round(100 * held, 1), "best": best, "worst": worst}
        why = Reason(_sentence(self.cut, depends), {**figures, "raters": depends, "near": self.near})
        first = counts.get(1, 0) / total
        return Standing(place.idea, place.rank, _firmness(held, depends), held, first, best, worst, depends, why)

    def _holds(self, rank: int | None, stated: int) -> bool:
        if rank is None:
            return False
        if self.cut is not None:
            return (rank <= self.cut) == (stated <= self.cut)
        return abs(rank - stated) <= self.near


def _firmness(held: float, depends: int) -> Firmness:
    if held >= FIRM:
        return Firmness.LEANING if depends else Firmness.FIRM
    return Firmness.LEANING if held >= LEANING and not depends else Firmness.TOSS_UP


def _sentence(cut: int | None, depends: int) -> str:
    return ("holds" if cut is None else "stays") + ("_but_for_raters" if depends else "")


def _range(counts: Mapping[int, int], total: int) -> tuple[int, int]:
    """From which rank to which, leaving out a twentieth of the weightings on either side."""
    passed, ranks = 0, list[int]()
    for place, times in sorted(counts.items()):
        passed += times
        if passed > OUTER * total and passed - times < (1 - OUTER) * total:
            ranks.append(place)
    return ranks[0], ranks[-1]
