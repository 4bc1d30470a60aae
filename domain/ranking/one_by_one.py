"""How firm the ranks of any method are: each rater is left out once, and the whole is ranked anew.

For methods that weightings say nothing of; weighted utility has `domain.ranking.robustness`, which tries both.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from domain.ranking.approval import EQUAL_SHARES
from domain.ranking.field import Field
from domain.ranking.leaving_out import Ranks
from domain.ranking.ranking import Place, Ranking, Reason
from domain.ranking.robustness import FIRM, NEAR, Firmness

MOST = 2_000_000  # of what was said times raters: beyond it takes minutes, and nothing is said


@dataclass(frozen=True, slots=True)
class Firm:
    """What may be said of one rank, and why."""

    idea: str
    firmness: Firmness
    why: Reason


def firm_by_raters(
    field: Field, ranking: Ranking, rank: Callable[[Field], Ranking], cut: int | None = None
) -> tuple[Firm, ...]:
    """Firm: no single rater moves it. Leaning: it holds without nine of ten of them. Empty where it would take long.

    It holds where it moves by a twentieth of the field at most (one place at least), or stays on its side of the cut.
    """
    raters = sorted(field.voices)
    if _work(field, ranking.method, len(raters)) > MOST:
        return ()
    near = max(1, round(NEAR * len(ranking.places)))
    without = [rank(one).ranks for one in _without(field, raters)]
    return tuple(_firm(place, without, near, cut) for place in ranking.places)


def _work(field: Field, method: str, raters: int) -> int:
    """Comparisons are gone through some twenty times each, ballots once for every idea.

    Equal Shares counts ballots anew for each share at which something may change: some for every idea and voter.
    """
    counts = 2 * (len(field.ideas) + len(field.ballots)) if method == EQUAL_SHARES.name else 1
    return raters * (len(field.scores) + 20 * len(field.pairs) + counts * len(field.ballots) * len(field.ideas))


def _without(field: Field, raters: Sequence[str]) -> Iterator[Field]:
    for rater in raters:
        yield replace(
            field,
            scores=tuple(one for one in field.scores if one.rater != rater),
            pairs=tuple(one for one in field.pairs if one.rater != rater),
            ballots=tuple(one for one in field.ballots if one.voter != rater),
        )


def _firm(place: Place, without: Sequence[Ranks], near: int, cut: int | None) -> Firm:
    moved = sum(not _holds(ranks.get(place.idea), place.rank, near, cut) for ranks in without)
    held = 1 - moved / len(without) if without else 0.0
    firmness = Firmness.TOSS_UP if held < FIRM else Firmness.LEANING if moved else Firmness.FIRM
    code = "rests_on_nobody" if not moved else "rests_on"
    return Firm(place.idea, firmness, Reason(code, {"raters": moved, "of": len(without), "near": near}))


def _holds(rank: int | None, stated: int, near: int, cut: int | None) -> bool:
    if rank is None:
        return False
    return abs(rank - stated) <= near if cut is None else (rank <= cut) == (stated <= cut)
