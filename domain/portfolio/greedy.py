"""Greedy: most value for what it uses first, with all it needs; what no longer fits is skipped. It says it is greedy.

Goals that ask for a least amount are served first. It may miss better choices, and more budget may even bring less.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import inf

from domain.portfolio.problem import Option, Portfolio, Row, exact, points
from domain.portfolio.selection import Selection, explained


def greedy(portfolio: Portfolio) -> Selection:
    """A choice that keeps all but, perhaps, what was decided against it and goals' least amounts: its conflict."""
    by_worth = sorted(portfolio.ordered, key=lambda one: -_worth(portfolio, one))
    bag = _Bag(portfolio)
    for one in portfolio.ordered:
        if one.must:
            bag.put(_with_needs(portfolio, one))
    for floor in portfolio.floors:
        for one in by_worth:
            if one.gives.get(floor.id, 0) > 0 and portfolio.given(floor.id, bag.chosen) < exact(floor.at_least):
                bag.take(_with_needs(portfolio, one))
    for one in by_worth:
        if points(one) > 0:
            bag.take(_with_needs(portfolio, one))
    value = float(portfolio.worth(bag.chosen))
    conflict = portfolio.broken(bag.chosen)
    return Selection(False, explained(portfolio, bag.chosen), value, conflict, settled=False)


class _Bag:
    """What is chosen so far, and what each constraint adds up to."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.chosen: set[str] = set()
        self._rows = portfolio.rows
        self._totals = [Fraction(0)] * len(self._rows)
        self._of: dict[str, list[tuple[int, Fraction]]] = {one.id: [] for one in portfolio.options}
        for at, row in enumerate(self._rows):
            for one, term in row.terms.items():
                self._of[one].append((at, exact(term)))

    def put(self, ids: Iterable[str]) -> None:
        """These, whatever they break."""
        for at, total in self._with(ids).items():
            self._totals[at] = total
        self.chosen.update(ids)

    def take(self, ids: Iterable[str]) -> None:
        """These, where that breaks nothing and makes nothing worse that is broken already."""
        if all(_bearable(self._rows[at], self._totals[at], total) for at, total in self._with(ids).items()):
            self.put(ids)

    def _with(self, ids: Iterable[str]) -> dict[int, Fraction]:
        found: dict[int, Fraction] = {}
        for one in set(ids) - self.chosen:
            for at, term in self._of[one]:
                found[at] = found.get(at, self._totals[at]) + term
        return found


def _bearable(row: Row, was: Fraction, now: Fraction) -> bool:
    low = row.low == -inf or now >= exact(row.low) or now >= was
    high = row.high == inf or now <= exact(row.high) or now <= was
    return low and high


def _with_needs(portfolio: Portfolio, option: Option) -> frozenset[str]:
    found, edge = {option.id}, [option.id]
    while edge:
        new = set(portfolio.known[edge.pop()].needs) - found
        found |= new
        edge += new
    return frozenset(found)


def _worth(portfolio: Portfolio, option: Option) -> Fraction:
    """Value for each share of the limits it uses; what uses nothing counts as a millionth."""
    shares = (exact(option.uses.get(one.id, 0)) / exact(one.at_most) for one in portfolio.limits if one.at_most > 0)
    return Fraction(points(option)) / max(sum(shares, Fraction(0)), Fraction(1, 10**6))
