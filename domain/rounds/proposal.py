"""What a ranking proposes: so many places go forward, or what a budget bought; what has no place is never proposed."""

from collections.abc import Set
from dataclasses import dataclass

from domain.ranking.ranking import Ranking
from domain.rounds.words import Fate

NOBODY: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scenario that was made the proposal: what it chooses goes forward, whatever its rank."""

    number: int  # of the round's proposals; 0 is that of the ranking
    chosen: frozenset[str]


def proposed(ranking: Ranking, take: int, gone: Set[str] = NOBODY, instead: Proposal | None = None) -> dict[str, Fate]:
    """By idea. Ideas of one rank are treated alike: a tie at the cut all goes forward, for the office to see.

    What is gone, since it was withdrawn or decided after it was ranked, leaves its place to the next; that of a
    scenario to nobody, and so does what was bought: nobody counts again who would have bought what instead.
    """
    forward = _forward(ranking, take, gone) if instead is None else instead.chosen - gone
    ideas = (*(one.idea for one in ranking.places), *(one.idea for one in ranking.undetermined))
    return {idea: Fate.PUT_FORWARD if idea in forward else Fate.LEAVE for idea in ideas}


def tied_at_the_cut(ranking: Ranking, take: int, gone: Set[str] = NOBODY) -> bool:
    """Whether more go forward than were to, because the last of them share a rank; a budget knows no such cut."""
    return take > 0 and not _spends(ranking) and len(_forward(ranking, take, gone)) > take


def _forward(ranking: Ranking, take: int, gone: Set[str]) -> Set[str]:
    if _spends(ranking):
        return {one.idea for one in ranking.places if one.taken and one.idea not in gone}
    free = [one.rank for one in ranking.places if one.idea in gone]
    return {
        one.idea
        for one in ranking.places
        if one.idea not in gone and one.rank - sum(rank < one.rank for rank in free) <= take
    }


def _spends(ranking: Ranking) -> bool:
    """Whether the method spent a budget: then that decides, and not the number of places."""
    return any(one.taken is not None for one in ranking.places)
