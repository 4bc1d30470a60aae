"""Serial schedule generation: measure by measure, each as early as precedence and capacity allow. A heuristic.

What it finds always keeps both exactly, but it need not be the shortest there is: an earlier measure is never moved to
let a later one in, and more capacity may even move a single measure back.
"""

from collections import defaultdict
from fractions import Fraction
from heapq import heapify, heappop, heappush

from domain.planning.quarters import Quarter
from domain.roadmap.chain import critical_chain, marked
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.priority import Order, order_of
from domain.roadmap.schedule import Bar, Cause, Hold, Lack, Left, Load, Schedule, span


def schedule(plan: Plan) -> Schedule:
    """Every measure with its quarters, or with why it has none; the same for the same plan."""
    order = order_of(plan)
    ground = _Ground(plan)
    for measure in plan.measures:
        ground.keep(measure)
    for measure in _in_order(plan, order):
        ground.place(measure, order.circles.get(measure.id, ()))
    bars = tuple(sorted(ground.bars.values(), key=lambda bar: (bar.start, bar.end, plan.known[bar.id].order, bar.id)))
    left = sorted(ground.left.values(), key=lambda one: (plan.known[one.id].order, one.id))
    chain = critical_chain(plan, bars)
    loads = ground.loads()
    return Schedule(marked(plan, bars, chain, loads), tuple(left), chain, loads, _unmet(plan, ground.bars))


def _in_order(plan: Plan, order: Order) -> list[Measure]:
    """Those that do not run yet: of what waits for nothing unplaced, always the one whose key is lowest."""
    waits = {
        one.id: sum(need in plan.known and plan.known[need].began is None for need in set(one.needs))
        for one in plan.measures
        if one.began is None
    }
    free = [order.keys[one] for one, many in waits.items() if not many or one in order.circles]
    heapify(free)
    found: list[Measure] = []
    while free:
        measure = plan.known[heappop(free)[2]]
        found.append(measure)
        for one in {other.id for other in plan.needed_by.get(measure.id, ())} & waits.keys() - order.circles.keys():
            waits[one] -= 1
            if not waits[one]:
                heappush(free, order.keys[one])
    return found


class _Ground:
    """What is placed so far, and what is used of each role in each quarter."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.bars: dict[str, Bar] = {}
        self.left: dict[str, Left] = {}
        self._used: dict[tuple[Quarter, str], Fraction] = defaultdict(Fraction)
        self._users: dict[tuple[Quarter, str], list[str]] = defaultdict(list)
        self._every = tuple(span(plan.first, plan.last))
        self._most: dict[str, int | None] = {}

    def keep(self, measure: Measure) -> None:
        """What runs already stays, whatever it uses."""
        if measure.began is not None and measure.length:
            self._put(measure, measure.began, (Hold(Cause.RUNNING, quarter=measure.began),))
        elif measure.began is not None:
            self.left[measure.id] = Left(measure.id, Lack.LENGTH)

    def place(self, measure: Measure, circle: tuple[str, ...]) -> None:
        """As early as it can be, or told why not at all."""
        lack = self._lack(measure, circle)
        if lack is not None:
            self.left[measure.id] = lack
            return
        bounds = self._bounds(measure)
        start = max((after for after, _ in bounds), default=self.plan.first)
        held: Hold | None = None
        while start.plus(measure.quarters - 1) <= self.plan.last:
            short = self._short(measure, start)
            if short is None or short.quarter is None:
                holds = tuple(hold for after, hold in bounds if after == start) if held is None else (held,)
                self._put(measure, start, holds or (Hold(Cause.FIRST, quarter=start),))
                return
            held, start = short, short.quarter.plus(1)
        self.left[measure.id] = self._beyond(measure, held)

    def _put(self, measure: Measure, start: Quarter, holds: tuple[Hold, ...]) -> None:
        bar = Bar(measure.id, start, start.plus(measure.quarters - 1), holds)
        self.bars[measure.id] = bar
        for quarter in bar.quarters:
            for role, days in measure.shares.items():
                self._used[quarter, role] += days
                self._users[quarter, role].append(measure.id)

    def _lack(self, measure: Measure, circle: tuple[str, ...]) -> Left | None:
        if circle:
            return Left(measure.id, Lack.CIRCLE, circle)
        if not measure.length:
            return Left(measure.id, Lack.LENGTH)
        for need in measure.needs:
            if need not in self.bars and need not in self.plan.done:
                lack = Lack.NOT_PLACED if need in self.plan.known else Lack.OUTSIDE
                return Left(measure.id, lack, (need,))
        for role, days in measure.shares.items():
            most = self._most_of(role)
            if most is not None and days > most:
                return Left(measure.id, Lack.TOO_MUCH, role=role, needed=days, most=most)
        return None

    def _most_of(self, role: str) -> int | None:
        """The most any quarter has of a role; None where one is not limited."""
        if role not in self._most:
            stated = [self.plan.capacity.get((quarter, role)) for quarter in self._every]
            limits = [one for one in stated if one is not None]
            self._most[role] = max(limits) if limits and len(limits) == len(stated) else None
        return self._most[role]

    def _bounds(self, measure: Measure) -> list[tuple[Quarter, Hold]]:
        """What it cannot start before, each with the quarter from which on it no longer holds."""
        found: list[tuple[Quarter, Hold]] = []
        for need in dict.fromkeys(measure.needs):
            if need in self.bars and (after := self.bars[need].end.plus(1)) > self.plan.first:
                found.append((after, Hold(Cause.WAITS, (need,), after)))
        if measure.earliest is not None and measure.earliest > self.plan.first:
            found.append((measure.earliest, Hold(Cause.EARLIEST, quarter=measure.earliest)))
        return found

    def _short(self, measure: Measure, start: Quarter) -> Hold | None:
        """The last quarter from this start on in which a role has not enough left."""
        shares = measure.shares
        for at in range(measure.quarters - 1, -1, -1):
            quarter = start.plus(at)
            for role, days in shares.items():
                capacity = self.plan.capacity.get((quarter, role))
                if capacity is not None and self._used[quarter, role] + days > capacity:
                    left = max(capacity - self._used[quarter, role], Fraction(0))
                    users = tuple(sorted(self._users[quarter, role], key=self._place_of))
                    return Hold(Cause.CAPACITY, users, quarter, role, days, left)
        return None

    def _place_of(self, measure: str) -> tuple[int, str]:
        return self.plan.known[measure].order, measure

    def _beyond(self, measure: Measure, held: Hold | None) -> Left:
        if held is None:
            return Left(measure.id, Lack.HORIZON, quarter=self.plan.last)
        return Left(measure.id, Lack.HORIZON, held.by, held.role, held.needed, quarter=held.quarter)

    def loads(self) -> tuple[Load, ...]:
        """By role and quarter: everything used, and every capacity stated for the quarters that are planned."""
        stated = {key for key in self.plan.capacity if self.plan.first <= key[0] <= self.plan.last}
        every = sorted({key for key, used in self._used.items() if used} | stated, key=lambda key: (key[1], key[0]))
        used, there = self._used, self.plan.capacity
        return tuple(Load(role, quarter, used[quarter, role], there.get((quarter, role))) for quarter, role in every)


def _unmet(plan: Plan, bars: dict[str, Bar]) -> tuple[tuple[str, str], ...]:
    """What runs already although another that it needs ends no earlier, or is not in sight."""
    running = [one for one in plan.measures if one.began is not None and one.id in bars]
    return tuple(
        (one.id, need)
        for one in running
        for need in dict.fromkeys(one.needs)
        if need not in plan.done and (need not in bars or bars[need].end >= bars[one.id].start)
    )
