"""What a ranking proposes: so many places go forward, the rest stays; what has no place is never proposed."""

from domain.ranking.ranking import Ranking
from domain.rounds.words import Fate


def proposed(ranking: Ranking, take: int) -> dict[str, Fate]:
    """By idea. Ideas of one rank are treated alike: a tie at the cut all goes forward, for the office to see."""
    found = {one.idea: Fate.PUT_FORWARD if one.rank <= take else Fate.LEAVE for one in ranking.places}
    return found | {one.idea: Fate.LEAVE for one in ranking.undetermined}


def tied_at_the_cut(ranking: Ranking, take: int) -> bool:
    """Whether more go forward than were to, because the last of them share a rank."""
    return take > 0 and sum(1 for one in ranking.places if one.rank <= take) > take
