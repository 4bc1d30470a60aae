"""Which two ideas a rater is asked to compare next: the pair that tells most, among those of which least is known."""

from collections.abc import Collection
from dataclasses import replace
from itertools import combinations

from domain.ranking.field import Field, Idea
from domain.ranking.pairwise import met_in, telling_pairs

WIDTH = 40  # ideas that are looked at for one question: all pairs of a thousand would take seconds

Two = tuple[str, str]


def next_pair(field: Field, rater: str, asked: Collection[frozenset[str]], own: Collection[str] = ()) -> Two | None:
    """Two ideas of this field that the rater was not asked about; None where there are none left.

    `asked` are pairs they have answered in any way; `own` are ideas they may say nothing of.
    """
    times = met_in(field.pairs).times
    theirs = [one for one in field.ideas if one.id not in own]
    theirs.sort(key=lambda one: (times.get(one.id, 0), one.number, one.id))
    narrow = theirs[:WIDTH]
    if not _open(narrow, asked):
        narrow = _with_something_open(theirs, asked)
    found = telling_pairs(replace(field, ideas=tuple(narrow)), rater, 1, asked=asked)
    return found[0] if found else None


def possible_pairs(ideas: int) -> int:
    """Of so many ideas."""
    return ideas * (ideas - 1) // 2


def _open(ideas: list[Idea], asked: Collection[frozenset[str]]) -> bool:
    return any(frozenset((one.id, other.id)) not in asked for one, other in combinations(ideas, 2))


def _with_something_open(ideas: list[Idea], asked: Collection[frozenset[str]]) -> list[Idea]:
    """The two least known ones that were never asked about together; empty where every pair was."""
    pairs = combinations(ideas, 2)
    return next(([one, other] for one, other in pairs if frozenset((one.id, other.id)) not in asked), [])
