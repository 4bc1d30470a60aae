"""Missing priorities: ideas that nobody ranks, and rounds whose cut goes through ideas of one rank."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.radar.found import Found
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Trigger
from domain.ranking.ranking import Ranking
from domain.rounds.proposal import proposed, tied_at_the_cut
from domain.rounds.words import Fate


@dataclass(frozen=True, slots=True)
class Unranked:
    """An idea that waits in prioritisation, is in no round that runs, and has no rank yet."""

    case_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Ranked:
    """A round whose ranking waits for the office."""

    round: str
    ranking: Ranking
    take: int  # so many go forward; 0 for no cut
    gone: Set[str] = frozenset()  # ideas that wait no longer


def unrated(ideas: Iterable[Unranked], now: datetime, known: Thresholds) -> Iterator[Found]:
    """Ideas without a priority for longer than that: undefined stays undefined, but somebody has to see to it."""
    for idea in ideas:
        days = (now - idea.since) // timedelta(days=1)
        if days > known.unrated_days:
            facts = {"days": days, "most": known.unrated_days}
            yield Found(Trigger.UNRATED, About.CASE, idea.case_id, facts)


def tied(rounds: Iterable[Ranked]) -> Iterator[Found]:
    """Rounds in which more go forward than were to, because the last of them share a rank."""
    for one in rounds:
        if not tied_at_the_cut(one.ranking, one.take, one.gone):
            continue
        forward = {idea for idea, fate in proposed(one.ranking, one.take, one.gone).items() if fate is Fate.PUT_FORWARD}
        rank = max(one.ranking.ranks[idea] for idea in forward)
        sharing = sum(one.ranking.ranks[idea] == rank for idea in forward)
        facts = {"rank": rank, "tied": sharing, "take": one.take, "forward": len(forward)}
        yield Found(Trigger.TIED_AT_CUT, About.ROUND, one.round, facts)
