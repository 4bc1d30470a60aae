"""From what is known of ideas to a plan: which measures, which of them run, which promises have slipped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.planning.facts import Planned
from domain.planning.frame import Frame
from domain.planning.quarters import Quarter, quarter_of
from domain.roadmap.placing import schedule
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import Schedule
from domain.roadmap.slipping import Move, Promise, late_by, moves, over_its_time, with_late

SHORTEST, LONGEST = 12, 40  # quarters that are planned


@dataclass(frozen=True, slots=True)
class Standing:
    """One idea with all the roadmap reads of it."""

    planned: Planned
    measure: bool = False  # accepted, and neither live, done nor stopped
    done: bool = False  # live, done, or settled without ever saying how far it was
    public: bool = False
    promises: tuple[Promise, ...] = ()  # open ones


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The schedule as things stand, the one as it was promised first, and what moved between the two."""

    plan: Plan
    now: Schedule
    promised: Schedule
    moves: tuple[Move, ...]


def roadmap_of(ideas: Sequence[Standing], frame: Frame, chosen: Iterable[str], today: date, quarters: int) -> Roadmap:
    """Every open measure by its number, then what is chosen beside them, in the order given."""
    plan, late = _plan(ideas, frame, chosen, today, quarters)
    slipped = with_late(plan, late)
    now, promised = schedule(slipped), schedule(plan)
    return Roadmap(slipped, now, promised, moves(promised, now, late))


def horizon(frame: Frame, today: date) -> int:
    """So many quarters that every stated capacity is among them, as far as that is sensible."""
    first = quarter_of(today)
    last = max((quarter for quarter, _ in frame.capacity), default=first)
    return min(max(first.until(last) + 1, SHORTEST), LONGEST)


def _plan(
    ideas: Sequence[Standing], frame: Frame, chosen: Iterable[str], today: date, quarters: int
) -> tuple[Plan, dict[str, int]]:
    first = quarter_of(today)
    known = {one.planned.id: one for one in ideas}
    ids = dict.fromkeys([one.planned.id for one in ideas if one.measure])
    ids |= dict.fromkeys(one for one in chosen if one in known and not known[one].done)
    measures = tuple(_measure(known[one], at, first) for at, one in enumerate(ids))
    done = frozenset(one.planned.id for one in ideas if one.done)
    late = {one.id: late for one in measures if (late := _late(one, known[one.id], today))}
    return Plan(measures, first, first.plus(quarters - 1), frame.capacity, done), late


def _measure(one: Standing, order: int, first: Quarter) -> Measure:
    facts, began = one.planned.facts, one.planned.began(first) if one.measure else None
    return Measure(one.planned.id, order, facts.length, facts.effort, facts.earliest, facts.needs, began)


def _late(measure: Measure, one: Standing, today: date) -> int:
    late = late_by(one.promises, today)
    if measure.began is not None and measure.length:
        late = max(late, over_its_time(measure.began, measure.length, quarter_of(today)))
    return late
