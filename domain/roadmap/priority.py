"""In which order measures are placed: what most quarters of work hang on comes first; then order, then id.

Circles are found on the way: nothing in one can be placed, and so nothing that waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from domain.roadmap.plan import Measure, Plan

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Order:
    """What comes before what."""

    keys: Mapping[str, Key]  # the lower the earlier
    circles: Mapping[str, tuple[str, ...]]  # by measure: the way from it back to it


def order_of(plan: Plan) -> Order:
    """The order of all measures of a plan that do not run yet."""
    needs = {one.id: _open_needs(plan, one) for one in plan.measures}
    circles: dict[str, tuple[str, ...]] = {}
    while True:
        try:
            sorted_ids = list(TopologicalSorter(needs).static_order())
            break
        except CycleError as error:
            circle = tuple(reversed(error.args[1][1:]))  # each needs the next
            circles |= {one: _from(circle, one) for one in circle}
            needs = {one: tuple(n for n in of if n not in circles) for one, of in needs.items() if one not in circles}
    tails = _tails(plan, sorted_ids)
    return Order({one.id: (-tails.get(one.id, 0), one.order, one.id) for one in plan.measures}, circles)


def _open_needs(plan: Plan, measure: Measure) -> tuple[str, ...]:
    """What it waits for within the plan; what runs already waits for nothing."""
    return () if measure.began is not None else tuple(sorted(one for one in set(measure.needs) if one in plan.known))


def _from(circle: tuple[str, ...], one: str) -> tuple[str, ...]:
    at = circle.index(one)
    return (*circle[at:], *circle[:at], one)


def _tails(plan: Plan, sorted_ids: list[str]) -> dict[str, int]:
    """Quarters of the longest way from a measure's start to the end of what waits for it; lateness is not counted."""
    tails: dict[str, int] = {}
    for one in reversed(sorted_ids):
        behind = [tails[other.id] for other in plan.needed_by.get(one, ()) if other.id in tails]
        tails[one] = (plan.known[one].length or 0) + max(behind, default=0)
    return tails
