"""Greedy: most value for what it uses first, with all it needs; what no longer fits is skipped. It says it is greedy.

Goals that ask for a least amount are served first. It may miss better choices, and more budget may even bring less.
"""

from collections.abc import Iterable
from fractions import Fraction

from domain.portfolio.problem import Option, Portfolio, exact, points
from domain.portfolio.selection import Selection, explained


def greedy(portfolio: Portfolio) -> Selection:
    """A choice that keeps everything but, perhaps, a goal's least amount; what it did not keep is its conflict."""
    by_worth = sorted(portfolio.ordered, key=lambda one: -_worth(portfolio, one))
    chosen: frozenset[str] = frozenset()
    for one in portfolio.ordered:
        if one.must:
            chosen |= _with_needs(portfolio, [one.id])
    for floor in portfolio.floors:
        giving = [one for one in by_worth if one.gives.get(floor.id, 0) > 0]
        for one in giving:
            if portfolio.given(floor.id, chosen) < exact(floor.at_least):
                chosen = _taken(portfolio, one, chosen)
    for one in by_worth:
        if points(one) > 0:
            chosen = _taken(portfolio, one, chosen)
    value = float(portfolio.worth(chosen))
    return Selection(False, explained(portfolio, chosen), value, portfolio.broken(chosen), settled=False)


def _taken(portfolio: Portfolio, option: Option, chosen: frozenset[str]) -> frozenset[str]:
    """With this one and what it needs, where that breaks nothing that was kept and serves every goal as before."""
    more = chosen | _with_needs(portfolio, [option.id])
    new = set(portfolio.broken(more)) - set(portfolio.broken(chosen))
    worse = any(
        portfolio.given(one.id, more) < min(portfolio.given(one.id, chosen), exact(one.at_least))
        for one in portfolio.floors
    )
    return chosen if new or worse else more


def _with_needs(portfolio: Portfolio, ids: Iterable[str]) -> frozenset[str]:
    found, edge = set(ids), list(ids)
    while edge:
        new = set(portfolio.known[edge.pop()].needs) - found
        found |= new
        edge += new
    return frozenset(found)


def _worth(portfolio: Portfolio, option: Option) -> Fraction:
    """Value for each share of the limits it uses; what uses nothing counts as a millionth."""
    shares = (exact(option.uses.get(one.id, 0)) / exact(one.at_most) for one in portfolio.limits if one.at_most > 0)
    return Fraction(points(option)) / max(sum(shares, Fraction(0)), Fraction(1, 10**6))
