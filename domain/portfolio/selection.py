"""What was chosen, and why each idea is in or out; the same whoever chose."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from domain.portfolio.problem import Constraint, Kind, Option, Portfolio, exact, points
from domain.ranking.ranking import Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """One idea, in or out."""

    idea: str
    taken: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class Price:
    """What a step more of a limit, or a step less of a floor, would bring."""

    of: Constraint
    step: float
    gain: float
    enter: tuple[str, ...]
    leave: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice that breaks nothing, or what stands against any: then `conflict` names a smallest set of it."""

    exact: bool  # whether nothing better exists; what is greedy says so
    choices: tuple[Choice, ...]  # by number
    value: float
    conflict: tuple[Constraint, ...] = ()  # greedy: what it did not manage to keep
    prices: tuple[Price, ...] = ()
    gap: float = 0.0  # so much more a better choice might be worth, where the time ran out
    settled: bool = True  # of equals the one of the lower numbers; greedy and what ran out of time may differ

    @property
    def taken(self) -> tuple[str, ...]:
        """What is in."""
        return tuple(one.idea for one in self.choices if one.taken)


Choose = Callable[[Portfolio], Selection]


def explained(portfolio: Portfolio, chosen: Collection[str]) -> tuple[Choice, ...]:
    """Every idea with why it is in or out, by number."""
    ids = frozenset(chosen)
    return tuple(
        Choice(one.id, one.id in ids, _in(portfolio, one, ids) if one.id in ids else _out(portfolio, one, ids))
        for one in portfolio.ordered
    )


def _in(portfolio: Portfolio, option: Option, chosen: Collection[str]) -> Reason:
    if option.must:
        return Reason("must_in", {})
    needing = next((one.id for one in portfolio.ordered if one.id in chosen and option.id in one.needs), None)
    if needing is not None:
        return Reason("chosen_for", {"idea": needing, "value": option.value})
    return Reason("chosen", {"value": option.value})


def _out(portfolio: Portfolio, option: Option, chosen: Collection[str]) -> Reason:
    if not option.costed:
        return Reason("no_cost", {})
    if option.must is False:
        return Reason("must_out", {})
    rivals = {*option.excludes, *(one.id for one in portfolio.options if option.id in one.excludes)}
    if rival := next((one.id for one in portfolio.ordered if one.id in rivals and one.id in chosen), None):
        return Reason("excluded", {"idea": rival})
    if lack := next(_too_much(portfolio, option, chosen), None):
        return lack
    if missing := next((one for one in option.needs if one not in chosen), None):
        return Reason("needs_missing", {"idea": missing})
    if points(option) <= 0:
        return Reason("brings_nothing", {"value": option.value})
    harmed = (one.names[0] for one in portfolio.broken({*chosen, option.id}) if one.kind is Kind.FLOOR)
    return next((Reason("harms_goal", {"goal": one}) for one in harmed), Reason("left_over", {"value": option.value}))


def _too_much(portfolio: Portfolio, option: Option, chosen: Collection[str]) -> Iterator[Reason]:
    for limit in portfolio.limits:
        amount = option.uses.get(limit.id, 0)
        spare = exact(limit.at_most) - portfolio.used(limit.id, chosen)
        if exact(amount) > spare:
            yield Reason(
                "too_much", {"limit": limit.id, "amount": amount, "spare": float(spare), "value": option.value}
            )
