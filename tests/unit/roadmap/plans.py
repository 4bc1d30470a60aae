"""Plans for tests: measures in a line, quarters from 2027-Q1 on, and small ones drawn by chance."""

from random import Random

from domain.planning.quarters import Quarter
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import Schedule, span

FIRST = Quarter(2027, 1)


def q(at: int) -> Quarter:
    """The quarter with this number: 1 is the first of 2027."""
    return FIRST.plus(at - 1)


def a_plan(*measures: Measure, it: int | None = None, last: int = 12, done: frozenset[str] = frozenset()) -> Plan:
    """With so many days of the role "it" in every quarter, where that is said."""
    capacity = {} if it is None else {(quarter, "it"): it for quarter in span(FIRST, q(last))}
    return Plan(measures, FIRST, q(last), capacity, done)


def m(name: str, length: int = 1, it: int = 0, *needs: str, order: int = 0, **more: object) -> Measure:
    """A measure that takes so many days of "it" in all."""
    return Measure(name, order, length, {"it": it} if it else {}, needs=needs, **more)  # type: ignore[arg-type]


def spans(found: Schedule) -> dict[str, tuple[int, int]]:
    """Where everything is, in the numbers of `q`."""
    return {bar.id: (FIRST.until(bar.start) + 1, FIRST.until(bar.end) + 1) for bar in found.bars}


def by_chance(seed: int, many: int = 5, last: int = 9) -> Plan:
    """Two roles with a capacity that changes from quarter to quarter, some ties, some earliest starts, one running."""
    chance = Random(seed)

    def one(at: int) -> Measure:
        needs = tuple(f"m{other}" for other in range(at) if chance.random() < 0.25)
        length = chance.randint(1, 3)
        effort = {role: length * chance.randint(0, 9) for role in ("it", "law")}
        earliest = q(chance.randint(1, 3)) if chance.random() < 0.3 else None
        began = q(-1) if at == 0 and chance.random() < 0.3 else None
        return Measure(f"m{at}", at, length, effort, earliest, needs, began)

    capacity = {(quarter, role): chance.randint(9, 12) for quarter in span(FIRST, q(last)) for role in ("it", "law")}
    return Plan(tuple(map(one, range(many))), FIRST, q(last), capacity)
