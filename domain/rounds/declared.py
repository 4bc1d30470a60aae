"""Series of rounds that the process definition declares: which criteria, methods and dates they come with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from domain.definition import Criterion, RoundSeries
from domain.ranking.methods import METHODS
from domain.rounds.ballots import FITTING, VOTE, Ask, RoundCriterion
from domain.rounds.happenings import RoundPlan
from domain.survey.survey import Cycle

SERIES = UUID("5d3d9d0e-6a37-4f5b-9a55-0f1c8f3e7b42")  # namespace: the same declaration is the same series
NO_DAY = date(2000, 1, 1)  # the plan of a series has no days of its own: each of its rounds gets them on its date


@dataclass(frozen=True, slots=True)
class Declared:
    """One of them, as it is kept."""

    id: str
    plan: RoundPlan
    cycle: Cycle
    open_days: int


def series_id(process: str, declared: str) -> str:
    """The id of the series of this name: the same in every version of the process."""
    return uuid5(SERIES, f"{process}/{declared}").hex


def methods_of(one: RoundSeries) -> tuple[str, ...]:
    """The method of the proposal, then those beside it."""
    return one.methods or FITTING[Ask(one.asks)][:1]


def settings_of(one: RoundSeries) -> dict[str, float | str]:
    """Of the methods; where raters vote, there is only one thing that a method can count."""
    votes = {VOTE: VOTE} if any(s.name == VOTE for name in methods_of(one) for s in METHODS[name].settings) else {}
    return {**(votes if one.asks == "votes" else {}), **one.settings}


def asked_by(one: RoundSeries, known: Iterable[Criterion]) -> list[tuple[Criterion, str]]:
    """The criteria of scores with their weight in these rounds, each with the name of its scale."""
    if not one.criteria:
        return [(criterion, "own") for criterion in known if criterion.weight]
    by_id = {criterion.id: criterion for criterion in known}
    return [(by_id[w.id].model_copy(update={"weight": w.weight}), w.scale) for w in one.criteria]


def declared(process: str, one: RoundSeries, criteria: tuple[RoundCriterion, ...], language: str) -> Declared:
    """The series with the criteria of its rounds, whose scales have their words by now."""
    method, *beside = methods_of(one)
    plan = RoundPlan(
        title=one.title.in_(language),
        titles=one.title,
        opens_on=NO_DAY,
        closes_on=NO_DAY,
        roles=tuple(one.panel),
        ask=Ask(one.asks),
        criteria=criteria,
        method=method,
        beside=tuple(beside),
        settings=settings_of(one),
        pairs_each=one.pairs_each,
        take=one.take,
        remind_after=(one.remind_after,) if one.remind_after else (),
        when_complete=one.when_complete,
    )
    cycle = Cycle(months=one.in_months, day=one.day, catch_up_days=one.catch_up_days, until=one.until)
    return Declared(series_id(process, one.id), plan, cycle, one.working_days)
