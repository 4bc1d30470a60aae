"""What if: other weights, budgets, capacities or goals; who enters, who leaves, and why. Nothing is decided by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from domain.definition import Criterion
from domain.portfolio.problem import Option, Portfolio
from domain.portfolio.selection import Choice, Choose, Selection
from domain.ranking import approval, pairwise
from domain.ranking.field import Field
from domain.ranking.methods import rank
from domain.ranking.ranking import Ranking, Reason
from domain.ranking.utility import NAME, points_of, weights_of


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is set otherwise; what is not named stays."""

    weights: Mapping[str, int] = field(default_factory=dict)  # by criterion; all together still 100
    limits: Mapping[str, float] = field(default_factory=dict)
    floors: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from one scenario."""

    field: Field
    portfolio: Portfolio
    ranking: Ranking
    selection: Selection


@dataclass(frozen=True, slots=True)
class Move:
    """One idea that enters or leaves."""

    idea: str
    enters: bool
    why: tuple[Reason, ...]  # what changed for it
    out: Reason  # why it is out now, or was out before it enters


def outcome(asked: Field, portfolio: Portfolio, scenario: Scenario, choose: Choose) -> Outcome:
    """Ranked by weighted utility and chosen by it; by approvals or comparisons where those were asked instead.

    Raises Unfit where the weights do not add up.
    """
    weighed = replace(asked, criteria=tuple(_weighed(one, scenario.weights) for one in asked.criteria))
    ranking = _ranked(weighed)
    bound = _bound(portfolio, scenario, ranking)
    selection = choose(bound)
    lacking = {one.idea: one.why for one in ranking.undetermined}
    choices = tuple(_because(one, lacking) for one in selection.choices)
    return Outcome(weighed, bound, ranking, replace(selection, choices=choices))


def moves(before: Outcome, after: Outcome) -> tuple[Move, ...]:
    """Who enters and who leaves, by number, with what changed for each of them."""
    was, now = set(before.selection.taken), set(after.selection.taken)
    changed = [one.id for one in after.portfolio.ordered if (one.id in was) != (one.id in now)]
    return tuple(
        Move(one, one in now, tuple(_why(one, before, after)), _out(one, before if one in now else after))
        for one in changed
    )


def _ranked(asked: Field) -> Ranking:
    if not asked.criteria and asked.ballots:
        return approval.by_number(asked)
    return rank(NAME if asked.criteria else pairwise.NAME, asked)


def _weighed(criterion: Criterion, weights: Mapping[str, int]) -> Criterion:
    return criterion.model_copy(update={"weight": weights.get(criterion.id, criterion.weight)})


def _bound(portfolio: Portfolio, scenario: Scenario, ranking: Ranking) -> Portfolio:
    """Worth what the ranking says; what has no rank cannot be chosen, unless that was decided before."""
    values = {place.idea: place.value for place in ranking.places}

    def valued(one: Option) -> Option:
        return replace(one, value=values[one.id]) if one.id in values else replace(one, value=0, must=bool(one.must))

    limits = tuple(replace(one, at_most=scenario.limits.get(one.id, one.at_most)) for one in portfolio.limits)
    floors = tuple(replace(one, at_least=scenario.floors.get(one.id, one.at_least)) for one in portfolio.floors)
    return Portfolio(tuple(map(valued, portfolio.options)), limits, floors)


def _because(choice: Choice, lacking: Mapping[str, Reason]) -> Choice:
    return replace(choice, why=lacking[choice.idea]) if choice.idea in lacking and not choice.taken else choice


def _why(idea: str, before: Outcome, after: Outcome) -> Iterator[Reason]:
    yield from _rank_moved(idea, before, after)
    yield from _limits_moved(idea, before.portfolio, after.portfolio)


def _out(idea: str, where: Outcome) -> Reason:
    return next(one.why for one in where.selection.choices if one.idea == idea)


def _rank_moved(idea: str, before: Outcome, after: Outcome) -> Iterator[Reason]:
    was = next((one for one in before.ranking.places if one.idea == idea), None)
    now = next((one for one in after.ranking.places if one.idea == idea), None)
    if was is None or now is None or (was.rank, was.value) == (now.rank, now.value):
        return
    figures: dict[str, float | str] = {"before": was.rank, "after": now.rank}
    yield Reason("rank_moved", {**figures, "value_before": was.value, "value_after": now.value})
    gained = _gained(idea, before.field, after.field)
    up = now.value >= was.value
    by = (max if up else min)(gained, key=lambda one: gained[one], default=None)
    if by is not None and gained[by]:
        yield Reason("by_weight", {"criterion": by, "points": round(gained[by], 4)})


def _gained(idea: str, before: Field, after: Field) -> dict[str, float]:
    """By criterion, how many points more it brings than before."""
    was, now = weights_of(before), weights_of(after)
    points = {**points_of(before, idea), **points_of(after, idea)}
    return {one: (now.get(one, 0) - was.get(one, 0)) * points[one] / 100 for one in points}


def _limits_moved(idea: str, before: Portfolio, after: Portfolio) -> Iterator[Reason]:
    uses = after.known[idea].uses
    for was, now in zip(before.limits, after.limits, strict=True):
        if was.at_most != now.at_most and uses.get(now.id):
            yield Reason("limit_moved", {"limit": now.id, "before": was.at_most, "after": now.at_most})
