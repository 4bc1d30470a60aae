"""The best choice there is: nothing is worth more, and between equals the choice is always the same.

`mip_rel_gap` is 0, so "best" means it. Of choices worth the same the one of the lower numbers is taken (a second
solve). A field too large for its time gets the best choice found, and is told how much better one might be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import inf
from time import monotonic

from domain.portfolio.problem import Constraint, Kind, Portfolio
from domain.portfolio.selection import Price, Selection, explained
from kit.portfolio.solver import Chosen, Solver

SECONDS = 20.0


def optimum(
    portfolio: Portfolio, seconds: float = SECONDS, prices: bool = True, within: float | None = None
) -> Selection:
    """The best choice, with what a step more of each limit would bring; or a smallest set of what cannot all be kept.

    The portfolio has to have passed `domain.portfolio.checking.check`. `seconds` are for both solves together, of which
    the second has a tenth at least; a quarter of it for each of up to two for every price. Prices are told where they
    are proven. `within` bounds all of it: what comes after so many seconds is left out, be it prices, or making a
    conflict smaller.
    """
    began = monotonic()
    end = began + within if within is not None else inf
    solver = Solver(portfolio, seconds)
    best = solver.best(portfolio.rows)
    if best is None:
        return Selection(True, explained(portfolio, ()), 0.0, _conflict(solver, portfolio, end))
    left = max(seconds - (monotonic() - began), seconds / 10)
    settled = solver.first_of_equals(portfolio.rows, best.chosen, left) if best.proven else best
    chosen, value = settled.chosen, float(portfolio.worth(settled.chosen))
    found = Selection(best.proven, explained(portfolio, chosen), value, gap=best.gap, settled=settled.proven)
    if not (prices and best.proven):
        return found
    return replace(found, prices=tuple(_prices(portfolio, chosen, seconds / 4, end)))


def _conflict(solver: Solver, portfolio: Portfolio, end: float) -> tuple[Constraint, ...]:
    """A deletion filter: what can go without making a choice possible, goes; the rest is in conflict, none to spare."""
    kept = list(portfolio.rows)
    for row in portfolio.rows:
        without = [one for one in kept if one is not row]
        if monotonic() < end and not solver.possible(without):
            kept = without
    return tuple(row.of for row in kept)


def _prices(portfolio: Portfolio, chosen: Chosen, seconds: float, end: float) -> Iterator[Price]:
    eased = [(Constraint(Kind.LIMIT, (one.id,)), one.step) for one in portfolio.limits]
    eased += [(Constraint(Kind.FLOOR, (one.id,)), one.step) for one in portfolio.floors]
    for of, step in eased:
        left = end - monotonic()
        if left > 0 and (found := _price(portfolio, of, step, chosen, min(seconds, left / 2))) is not None:
            yield found


def _price(portfolio: Portfolio, of: Constraint, step: float, chosen: Chosen, seconds: float) -> Price | None:
    easier = portfolio.eased(of.names[0])
    solver = Solver(easier, seconds)
    best = solver.best(easier.rows, chosen)
    if best is None or not best.proven:
        return None
    gain = float(easier.worth(best.chosen) - portfolio.worth(chosen))
    after = solver.first_of_equals(easier.rows, best.chosen).chosen if gain else chosen
    return Price(of, step, gain, _sorted(portfolio, after - chosen), _sorted(portfolio, chosen - after))


def _sorted(portfolio: Portfolio, ids: Iterable[str]) -> tuple[str, ...]:
    wanted = set(ids)
    return tuple(one.id for one in portfolio.ordered if one.id in wanted)
