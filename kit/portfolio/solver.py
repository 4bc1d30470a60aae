"""HiGHS, asked for one choice at a time; what it says is rounded and checked in exact decimals.

A choice that only the solver's tolerance let through is forbidden, and it solves again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from domain.errors import UmlaufError
from domain.portfolio.problem import PLACES, Constraint, Kind, Portfolio, Row, points
from domain.ranking.weightings import point

TOLERANCE = 1e-9
TRIES = 100
PATTERN = 1000  # what parts equals of the same sum of numbers
Chosen = frozenset[str]


class Unsolved(UmlaufError):  # noqa: N818 - reads as what happened
    """The solver found no choice at all in its time, or none that is exact."""


@dataclass(frozen=True, slots=True)
class Solved:
    """One choice, and how much better one there might be: 0 where it is proven that there is none."""

    chosen: Chosen
    gap: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return self.gap == 0


class _Quiet(highspy.Highs):
    """Says nothing of itself: the library greets in its constructor, before it could be told not to."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Solver:
    """One set of options, solved for several aims and with more or fewer constraints."""

    def __init__(self, portfolio: Portfolio, seconds: float) -> None:
        """At most so many seconds for each solve, unless one is given others."""
        self._ids = [one.id for one in portfolio.ordered]
        self._place = {one: at for at, one in enumerate(self._ids)}
        self._points = {one.id: points(one) for one in portfolio.ordered}
        self._seconds = seconds

    def possible(self, rows: Sequence[Row]) -> bool:
        """Whether there is a choice that keeps these rows."""
        return self._solve(rows, {}) is not None

    def best(self, rows: Sequence[Row], start: Chosen | None = None) -> Solved | None:
        """A choice of the highest value; None where there is no choice at all."""
        found = self._solve(rows, {one: -value for one, value in self._points.items()}, start)
        return found and Solved(found.chosen, found.gap / PLACES)

    def first_of_equals(self, rows: Sequence[Row], best: Chosen, seconds: float | None = None) -> Solved:
        """Of the choices worth as much, the one with the smallest sum of places in the order of numbers."""
        worth = sum(self._points[one] for one in best)
        as_good = Row(Constraint(Kind.FLOOR, ()), self._points, low=worth)
        places = {one: (at + 1) * PATTERN + point(1, at) % PATTERN for at, one in enumerate(self._ids)}
        return self._solve([*rows, as_good], places, best, seconds) or Solved(best)

    def _solve(
        self,
        rows: Sequence[Row],
        costs: Mapping[str, float],
        start: Chosen | None = None,
        seconds: float | None = None,
    ) -> Solved | None:
        model = self._model(rows, costs, start)
        model.setOptionValue("time_limit", self._seconds if seconds is None else seconds)
        for _ in range(TRIES):
            model.run()
            status = model.getModelStatus()
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            found = self._found(model, status)
            if all(row.holds(found.chosen) for row in rows):
                return found
            self._forbid(model, found.chosen)
        raise Unsolved("The best choice was not found: too many choices lie within the solver's tolerance.")

    def _found(self, model: highspy.Highs, status: highspy.HighsModelStatus) -> Solved:
        info = model.getInfo()
        feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        stopped = status == highspy.HighsModelStatus.kTimeLimit
        if not (status == highspy.HighsModelStatus.kOptimal or (stopped and feasible)):
            raise Unsolved(f"No choice was found: {model.modelStatusToString(status)}.")
        values = model.getSolution().col_value
        chosen = frozenset(one for one, value in zip(self._ids, values, strict=True) if value > 0.5)
        gap = max(info.objective_function_value - info.mip_dual_bound, TOLERANCE) if stopped else 0.0
        return Solved(chosen, gap)

    def _model(self, rows: Sequence[Row], costs: Mapping[str, float], start: Chosen | None) -> highspy.Highs:
        model, many = _Quiet(), len(self._ids)  # type: ignore[no-untyped-call]
        for option, value in (
            ("mip_rel_gap", 0.0),
            ("mip_feasibility_tolerance", TOLERANCE),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("threads", 1),
        ):
            model.setOptionValue(option, value)
        every = np.arange(many, dtype=np.int32)
        model.addVars(many, np.zeros(many), np.ones(many))
        model.changeColsIntegrality(many, every, np.full(many, highspy.HighsVarType.kInteger))
        model.changeColsCost(many, every, np.array([float(costs.get(one, 0)) for one in self._ids]))
        for row in rows:
            self._add(model, row.terms, row.low, row.high)
        if start is not None:
            begun = highspy.HighsSolution()
            begun.col_value = [float(one in start) for one in self._ids]
            model.setSolution(begun)
        return model

    def _add(self, model: highspy.Highs, terms: Mapping[str, float], low: float, high: float) -> None:
        places = np.array([self._place[one] for one in terms], dtype=np.int32)
        model.addRow(low, high, len(places), places, np.array(list(terms.values()), dtype=np.float64))

    def _forbid(self, model: highspy.Highs, chosen: Iterable[str]) -> None:
        """Anything but exactly this."""
        ids = frozenset(chosen)
        self._add(model, {one: -1.0 if one in ids else 1.0 for one in self._ids}, 1.0 - len(ids), np.inf)
