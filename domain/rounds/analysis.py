"""What is said of a round's result beside its ranking: other methods on the same answers, and how firm each rank is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.ranking import rank, utility
from domain.ranking.acceptability import CountRanks, count_ranks
from domain.ranking.agreement import agreements
from domain.ranking.field import Field
from domain.ranking.one_by_one import Firm, firm_by_raters
from domain.ranking.ranking import Ranking
from domain.ranking.robustness import robustness_of
from domain.ranking.weightings import Draws
from domain.rounds.happenings import RoundPlan

WORK = 20_000_000  # weightings times ideas times criteria, where they are counted the plain way


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two methods agree (Kendall's τ-b); None where they have too little in common to tell."""

    one: str
    other: str
    tau: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Kept with the ranking it belongs to."""

    beside: tuple[Ranking, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    firm: tuple[Firm, ...] = ()  # of the ranking's places; empty where nobody examined it

    @property
    def firmness(self) -> Mapping[str, Firm]:
        """By idea."""
        return {one.idea: one for one in self.firm}


def analysed(field: Field, ranking: Ranking, plan: RoundPlan, count: CountRanks | None = None) -> Analysis:
    """The round's own ranking is there; `count` is a faster way to count weightings than the plain one."""
    beside = tuple(rank(name, field) for name in plan.beside)
    said = agreements((ranking, *beside)).items()
    return Analysis(beside, tuple(Agreement(*pair, tau) for pair, tau in said), _firm(field, ranking, plan, count))


def _firm(field: Field, ranking: Ranking, plan: RoundPlan, count: CountRanks | None) -> tuple[Firm, ...]:
    cut = plan.take if 0 < plan.take < len(ranking.places) else None
    if ranking.method != utility.NAME:
        return firm_by_raters(field, ranking, lambda one: rank(ranking.method, one), cut)
    draws = Draws() if count is not None else replace(Draws(), count=_many(field))
    found = robustness_of(field, ranking, draws, cut, count or count_ranks)
    return tuple(Firm(one.idea, one.firmness, one.why) for one in found.standings)


def _many(field: Field) -> int:
    """As many weightings as the plain way manages in some seconds."""
    return min(Draws().count, max(200, WORK // max(1, len(field.ideas) * len(field.criteria))))
