"""A field of ideas and the frame as a choice under limits, with what is decided already taken off beforehand.

Only what is still to come counts: what was left of a year or quarter that is over, nobody can spend any more.
Limits of money are by year and line. Days bind by role: whatever is chosen has to fit into all quarters together, and
what may not begin before a quarter into those from there on. When exactly is the roadmap's question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import floor, log10

from domain.planning.committed import days, money
from domain.planning.facts import Hold, Planned
from domain.planning.frame import Frame
from domain.planning.quarters import Quarter, quarter_of
from domain.portfolio.problem import Floor, Limit, Option, Portfolio
from domain.ranking.field import Field


class Of(StrEnum):
    """What a limit is about."""

    BUDGET = "budget"
    CAPACITY = "capacity"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Bound:
    """One limit in the office's words: how much there is, and what is taken of it already."""

    id: str
    of: Of
    name: str  # of the line or role; empty for places
    year: int | None
    since: Quarter | None  # days from this quarter on
    there: int
    taken: int
    awaiting: int = 0  # asked for by ideas that are put forward and not decided yet

    @property
    def free(self) -> int:
        """What is left for ideas of the field; what is decided or asked for may take more than there is."""
        return max(0, self.there - self.taken - self.awaiting)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is tried: everything that may be set otherwise. None, or a missing key, is as it is."""

    weights: Mapping[str, int] = field(default_factory=dict)
    budget: Mapping[tuple[int, str], int] = field(default_factory=dict)  # by year and line
    capacity: Mapping[str, int] = field(default_factory=dict)  # by role, all quarters together
    places: int | None = None
    floors: Mapping[str, int] = field(default_factory=dict)  # by goal, points of contribution at least


def bounds(
    ideas: Sequence[Planned], mine: frozenset[str], frame: Frame, setting: Setting, places: int, today: date
) -> tuple[Bound, ...]:
    """Every limit there is, always the same ones: budgets by year and line, roles, places (0: as many as ideas)."""
    frame, others = frame.ahead(today), [one for one in ideas if one.id not in mine]
    inside = [one for one in ideas if one.id in mine]
    found = []
    for (year, line), euros in sorted(frame.budget.items()):
        held = _held((one.hold, money(one, year, line, today.year)) for one in others)
        there = setting.budget.get((year, line), euros)
        found.append(Bound(f"budget.{year}.{line}", Of.BUDGET, line, year, None, there, **held))
    for role in dict.fromkeys(role for _, role in sorted(frame.capacity, key=lambda key: key[1])):
        found += _of_role(role, inside, others, frame, setting, quarter_of(today))
    wanted = setting.places if setting.places is not None else places or len(mine)
    return (*found, Bound("places", Of.PLACES, "", None, None, wanted, 0))


def _of_role(
    role: str, inside: Sequence[Planned], others: Sequence[Planned], frame: Frame, setting: Setting, now: Quarter
) -> Iterator[Bound]:
    there = {quarter: n for (quarter, one), n in frame.capacity.items() if one == role}
    entire = sum(there.values())
    wanted = setting.capacity.get(role, entire)
    begins = {one.facts.earliest for one in inside if one.facts.effort.get(role)}
    for since in (None, *sorted(one for one in begins if one is not None and one > min(there))):
        part = sum(n for quarter, n in there.items() if since is None or quarter >= since)
        scaled = part * wanted // entire if entire else (wanted if since is None else 0)
        held = _held((one.hold, days(one, role, now, one.began(now))) for one in others if _not_before(one, since))
        yield Bound(f"capacity.{role}.{since or ''}", Of.CAPACITY, role, None, since, scaled, **held)


def _held(amounts: Iterable[tuple[Hold, int]]) -> dict[str, int]:
    """What is decided, and apart from it what waits for a decision."""
    found = {"taken": 0, "awaiting": 0}
    for hold, amount in amounts:
        found["awaiting" if hold is Hold.AWAITING else "taken"] += amount
    return found


def _not_before(one: Planned, since: Quarter | None) -> bool:
    """Whether all of its work falls into these quarters, whenever it begins."""
    return since is None or (one.facts.earliest is not None and one.facts.earliest >= since)


def portfolio(
    ideas: Sequence[Planned],
    asked: Field,
    limits: Sequence[Bound],
    gives: Mapping[str, Mapping[str, int]],
    floors: Mapping[str, int],
) -> Portfolio:
    """The field's ideas under these limits, beside those they are tied to; values come from the ranking.

    An idea whose costs nobody knows is not chosen where money is limited; likewise effort, where days are.
    """
    known, numbers = {one.id: one for one in ideas}, {one.id: one.number for one in asked.ideas}
    kinds = {one.of for one in limits}
    options = [
        Option(
            one,
            0,
            number,
            _uses(known.get(one, Planned(one, "", "", "")), limits),
            gives={goal: points for goal, points in gives.get(one, {}).items() if goal in floors},
            needs=tuple(sorted(set(_needs(known, one)))),
            excludes=tuple(x for x in (known[one].facts.excludes if one in known else ()) if x in known),
            costed=not lacking(known.get(one), kinds),
        )
        for one, number in numbers.items()
    ]
    outside = dict.fromkeys(tie for one in options for tie in (*one.needs, *one.excludes) if tie not in numbers)
    others = {one.id: one for one in ideas if set(one.facts.excludes) & set(numbers) and one.accepted}
    decided = [_decided(known, one, numbers) for one in dict.fromkeys([*outside, *others]) if one not in numbers]
    return Portfolio(
        (*options, *decided),
        tuple(Limit(one.id, one.free, _step(one)) for one in limits),
        tuple(Floor(goal, points) for goal, points in floors.items()),
    )


def lacking(one: Planned | None, kinds: Iterable[Of]) -> str:
    """What has to be known of an idea before it can be chosen; empty where nothing is missing."""
    if Of.BUDGET in kinds and not (one is not None and one.facts.costed):
        return "no_cost"
    if Of.CAPACITY in kinds and not (one is not None and one.facts.effort):
        return "no_planned_effort"
    return ""


def _needs(known: Mapping[str, Planned], one: str) -> Iterator[str]:
    """What it waits for: what is accepted already is there, and what was stopped is not."""
    for need in known[one].facts.needs if one in known else ():
        if need not in known or not known[need].accepted:
            yield need


def _decided(known: Mapping[str, Planned], one: str, field_: Mapping[str, int]) -> Option:
    """An idea outside the field: in where it was accepted, else out, as far as this choice goes."""
    accepted = one in known and known[one].accepted
    excludes = tuple(x for x in known[one].facts.excludes if x in field_) if accepted else ()
    return Option(one, 0, excludes=excludes, must=accepted)


def _uses(one: Planned, limits: Sequence[Bound]) -> dict[str, float]:
    found: dict[str, float] = {}
    for limit in limits:
        amount = 1 if limit.of is Of.PLACES else _amount(one, limit)
        if amount:
            found[limit.id] = amount
    return found


def _amount(one: Planned, limit: Bound) -> int:
    if limit.of is Of.BUDGET and limit.year is not None:
        return one.facts.costs.get((limit.year, limit.name), 0)
    return one.facts.effort.get(limit.name, 0) if _not_before(one, limit.since) else 0


def _step(limit: Bound) -> int:
    """What "a little more" means: about a tenth, as a round number; one place."""
    if limit.of is Of.PLACES or limit.there < 10:
        return 1
    tenth = limit.there / 10
    size = 10 ** floor(log10(tenth))
    return int(max(one * size for one in (1, 2, 5) if one * size <= tenth))
