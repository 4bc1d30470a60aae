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
    told = _Told(portfolio, frozenset(chosen))
    return tuple(Choice(one.id, one.id in told.chosen, told.why(one)) for one in portfolio.ordered)


class _Told:
    """One choice, with what it leaves of each limit and whom it rules out."""

    def __init__(self, portfolio: Portfolio, chosen: frozenset[str]) -> None:
        self.chosen = chosen
        self._portfolio = portfolio
        self._spare = {one.id: exact(one.at_most) - portfolio.used(one.id, chosen) for one in portfolio.limits}
        within = [one for one in portfolio.ordered if one.id in chosen]
        self._asked_by = {need: one.id for one in reversed(within) for need in one.needs}
        self._ruled_out = {other: one.id for one in reversed(within) for other in one.excludes}

    def why(self, option: Option) -> Reason:
        """Why it is in, or out."""
        return self._in(option) if option.id in self.chosen else self._out(option)

    def _in(self, option: Option) -> Reason:
        if option.must:
            return Reason("must_in", {})
        if (needing := self._asked_by.get(option.id)) is not None:
            return Reason("chosen_for", {"idea": needing, "value": option.value})
        return Reason("chosen", {"value": option.value})

    def _out(self, option: Option) -> Reason:
        if not option.costed:
            return Reason("no_cost", {})
        if option.must is False:
            return Reason("must_out", {})
        rival = next((one for one in option.excludes if one in self.chosen), self._ruled_out.get(option.id))
        if rival is not None:
            return Reason("excluded", {"idea": rival})
        if lack := next(self._too_much(option), None):
            return lack
        if missing := next((one for one in option.needs if one not in self.chosen), None):
            return Reason("needs_missing", {"idea": missing})
        if points(option) <= 0:
            return Reason("brings_nothing", {"value": option.value})
        harmed = (f for f in self._portfolio.broken({*self.chosen, option.id}) if f.kind is Kind.FLOOR)
        goal = next((one.names[0] for one in harmed), None)
        return Reason("left_over", {"value": option.value}) if goal is None else Reason("harms_goal", {"goal": goal})

    def _too_much(self, option: Option) -> Iterator[Reason]:
        for limit, spare in self._spare.items():
            amount = option.uses.get(limit, 0)
            if amount and exact(amount) > spare:  # what takes nothing of a limit is not kept out by it, even overdrawn
                figures: dict[str, float | str] = {"limit": limit, "amount": amount, "spare": float(spare)}
                yield Reason("too_much", {**figures, "value": option.value})
