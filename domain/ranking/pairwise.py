"""Pairwise comparison: a strength for each idea from who was put before whom (Bradley–Terry), and whom to ask next.

Source: Bradley and Terry 1952; fitted by the MM iteration of Hunter, "MM algorithms for generalized Bradley–Terry
models", Annals of Statistics 2004. Regularised: every idea has drawn once against an average one of strength 1, so that
an idea that won all its comparisons is strong, not endlessly so. "Equal" is half a win for each.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import exp, fsum

from domain.ranking.field import Field, Pair
from domain.ranking.method import Method, Need
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed

NAME = "pairwise"
TURNS = 10_000
ENOUGH = 1e-11  # no strength moves by more than this part of itself


@dataclass(frozen=True, slots=True)
class Met:
    """How often two ideas were compared, and how many comparisons each won."""

    together: Mapping[str, Mapping[str, int]]
    won: Mapping[str, float]

    @property
    def times(self) -> dict[str, int]:
        """By idea, how often it was compared."""
        return {idea: sum(others.values()) for idea, others in self.together.items()}


def rank(field: Field) -> Ranking:
    """Most likely to be put before an average idea first."""
    met = met_in(field.pairs)
    strength, linked = strengths(met), _largest(met)
    return placed(NAME, field, (_found(idea.id, met, strength, linked) for idea in field.ideas))


def met_in(pairs: Iterable[Pair]) -> Met:
    """What was compared; in whatever order it was said."""
    together: dict[str, Counter[str]] = {}
    won: Counter[str] = Counter()  # in halves
    for pair in pairs:
        for one, other in ((pair.better, pair.worse), (pair.worse, pair.better)):
            together.setdefault(one, Counter())[other] += 1
        won[pair.better] += 1 if pair.equal else 2
        won[pair.worse] += 1 if pair.equal else 0
    ordered = {one: dict(sorted(together[one].items())) for one in sorted(together)}
    return Met(ordered, {one: won[one] / 2 for one in ordered})


def strengths(met: Met) -> dict[str, float]:
    """How strong each idea that was compared is; an average one has 1, and a beats b with a / (a + b)."""
    ids = list(met.together)
    place = {one: at for at, one in enumerate(ids)}
    faced = [[(place[other], times) for other, times in met.together[one].items()] for one in ids]
    won, now = [met.won[one] + 0.5 for one in ids], [1.0] * len(ids)
    for _ in range(TURNS):
        after = [
            wins / (sum(times / (mine + now[other]) for other, times in others) + 1 / (mine + 1))
            for wins, mine, others in zip(won, now, faced, strict=True)
        ]
        after = _centred(after)
        moved = max((abs(new - old) / old for new, old in zip(after, now, strict=True)), default=0.0)
        now = after
        if moved < ENOUGH:
            break
    return dict(zip(ids, now, strict=True))


def _centred(strength: list[float]) -> list[float]:
    """All by one factor nearer to the average idea, which only one draw each holds: else it takes hundreds of turns."""
    won = [one / (one + 1) for one in strength]
    off = sum(won) - len(won) / 2
    factor = exp(-max(-1.0, min(1.0, off / sum(one * (1 - one) for one in won)))) if won else 1.0
    return [one * factor for one in strength]


def telling_pairs(
    field: Field,
    rater: str,
    many: int = 10,
    without: Collection[str] = (),
    asked: Collection[frozenset[str]] = (),
) -> list[tuple[str, str]]:
    """The pairs that would tell most if this rater were asked, the most telling first; none was asked of them before.

    Telling is what is open (p(1−p) of who wins) between ideas of which little is known. `without` are the rater's own;
    `asked` are pairs on which they said nothing that counts.
    """
    met = met_in(field.pairs)
    known = strengths(met)
    open_to = [idea.id for idea in sorted(field.ideas, key=lambda one: (one.number, one.id)) if idea.id not in without]
    over = {frozenset((pair.better, pair.worse)) for pair in field.pairs if pair.rater == rater}.union(asked)
    strength = {idea: known.get(idea, 1.0) for idea in open_to}
    heard = {idea: _heard(idea, met, known) for idea in open_to}
    left = [pair for pair in combinations(open_to, 2) if frozenset(pair) not in over]
    return list(_queue(left, strength, heard, many))


def _found(idea: str, met: Met, strength: Mapping[str, float], linked: Collection[str]) -> Found | Undetermined:
    if idea not in met.together:
        return Undetermined(idea, Reason("not_compared", {}))
    if idea not in linked:
        return Undetermined(idea, Reason("not_linked", {"times": met.times[idea]}))
    value = round(strength[idea] / (strength[idea] + 1), 4)
    return Found(idea, value, (Reason("pairwise", {"value": value, "won": met.won[idea], "times": met.times[idea]}),))


def _largest(met: Met) -> frozenset[str]:
    """The most ideas that comparisons link with one another: strengths say nothing across islands."""
    left, islands = list(met.together), list[frozenset[str]]()
    while left:
        island, edge = {left[0]}, [left[0]]
        while edge:
            new = set(met.together[edge.pop()]) - island
            island |= new
            edge += sorted(new)
        islands.append(frozenset(island))
        left = [one for one in left if one not in island]
    return max(islands, key=len, default=frozenset())


def _heard(idea: str, met: Met, strength: Mapping[str, float]) -> float:
    """How much is known of an idea: the information of its comparisons, and of the draw each has beforehand."""
    faced = met.together.get(idea, {})
    return _open(strength.get(idea, 1.0), 1.0) + fsum(
        times * _open(strength[idea], strength[other]) for other, times in faced.items()
    )


def _open(one: float, other: float) -> float:
    return one * other / (one + other) ** 2


def _queue(
    left: list[tuple[str, str]], strength: Mapping[str, float], heard: dict[str, float], many: int
) -> Iterator[tuple[str, str]]:
    """Each pair counts as answered for the next, so that one idea does not fill the queue.

    What a pair tells only shrinks meanwhile, so the first whose figure is still true is the most telling.
    """
    heap = [(-_telling(pair, strength, heard), at) for at, pair in enumerate(left)]
    heapify(heap)
    while heap and many > 0:
        known, at = heappop(heap)
        pair = left[at]
        if (now := -_telling(pair, strength, heard)) != known:
            heappush(heap, (now, at))
            continue
        yield pair
        many -= 1
        for idea in pair:
            heard[idea] += _open(strength[pair[0]], strength[pair[1]])


def _telling(pair: tuple[str, str], strength: Mapping[str, float], heard: Mapping[str, float]) -> float:
    one, other = pair
    return round(_open(strength[one], strength[other]) * (1 / heard[one] + 1 / heard[other]), 12)


METHOD = Method(
    NAME,
    "Pairwise comparison",
    "How likely an idea is to be put before an average one (Bradley–Terry).",
    (Need.PAIRS,),
    (),
    rank,
)
