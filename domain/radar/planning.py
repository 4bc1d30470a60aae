"""Bottlenecks and dependencies: what chosen ideas ask of roles and budgets, and of one another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isclose

from domain.planning.committed import hold_of, money
from domain.planning.facts import Facts, Hold, began
from domain.planning.frame import Frame
from domain.planning.quarters import Quarter, quarter_of
from domain.portfolio.checking import check
from domain.portfolio.problem import Option, Portfolio
from domain.radar.found import Fact, Found
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Trigger
from domain.words import MeasureState, Outcome, Stage, State

CHOSEN = frozenset({Stage.DECISION, Stage.FOLLOW_UP})
NEEDS = (Trigger.NEEDS_GONE, Trigger.NEEDS_ASLEEP, Trigger.NEEDS_LATE, Trigger.NEEDS_OWNERLESS)
GONE = frozenset({Outcome.DECLINED, Outcome.REJECTED, Outcome.WITHDRAWN, Outcome.MERGED})


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea as the radar sees its planning: where it stands, what it waits for, and whether anybody promised it."""

    id: str
    facts: Facts = field(default_factory=Facts)
    stage: Stage = Stage.INTAKE
    state: State = State.TRIAGE
    due_on: date | None = None
    outcome: Outcome | None = None
    closed: bool = False
    promised: bool = False
    measure: MeasureState | None = None
    since: Quarter | None = None  # running since then, as far as it is recorded
    ran_before: bool = False  # it ran already when it was taken over, and nobody has said since when

    def begins(self, now: Quarter) -> Quarter | None:
        """When it began, or is to begin at the earliest; None where nobody said."""
        said = self.facts.earliest
        return began(said, self.since, self.ran_before, now) if self.measure is MeasureState.RUNNING else said

    @property
    def stopped(self) -> bool:
        """Whether it was accepted, and nothing more comes of it."""
        return self.measure is MeasureState.STOPPED

    @property
    def hold(self) -> Hold:
        """What it has of the frame."""
        return hold_of(self.stage, self.state, self.measure, self.outcome, self.closed)

    @property
    def chosen(self) -> bool:
        """Put forward, or accepted and not over."""
        return self.stage in CHOSEN and not self.closed and not self.stopped


# Bottlenecks


def overbooked(ideas: Iterable[Idea], frame: Frame, today: date) -> Iterator[Found]:
    """Roles of which chosen ideas ask more in a quarter than they have; effort is spread evenly from begin to end.

    What nobody said is not there: neither effort without a begin or a length, nor a quarter without a capacity.
    """
    asked: dict[tuple[Quarter, str], float] = defaultdict(float)
    for idea in ideas:
        begin, length = idea.begins(quarter_of(today)), idea.facts.length
        if idea.hold in (Hold.AWAITING, Hold.ACCEPTED) and begin is not None and length:
            for role, days in idea.facts.effort.items():
                for after in range(length):
                    asked[begin.plus(after), role] += days / length
    for (quarter, role), wanted in sorted(asked.items()):
        there = frame.capacity.get((quarter, role))
        if there is not None and quarter >= quarter_of(today) and wanted > there and not isclose(wanted, there):
            facts: dict[str, Fact] = {"quarter": str(quarter), "asked": round(wanted, 1), "capacity": there}
            yield Found(Trigger.ROLE_OVERBOOKED, About.ROLE, role, facts, str(quarter))


def overspent(ideas: Iterable[Idea], frame: Frame, today: date) -> Iterator[Found]:
    """Budget lines of which more is spent, promised and asked for in a year than there is."""
    costs: dict[tuple[int, str], int] = defaultdict(int)
    for idea in ideas:
        for year, line in idea.facts.costs:
            costs[year, line] += money(idea, year, line, today.year)
    for (year, line), cost in sorted(costs.items()):
        budget = frame.budget.get((year, line))
        if budget is not None and year >= today.year and cost > budget:
            facts = {"year": year, "cost": cost, "budget": budget}
            yield Found(Trigger.BUDGET_EXCEEDED, About.LINE, line, facts, str(year))


# Dependencies


def circles(ideas: Iterable[Idea]) -> Iterator[Found]:
    """Ideas that need one another in a circle, each circle once, at the idea of it that stands first."""
    options = tuple(Option(one.id, 0, needs=one.facts.needs) for one in sorted(ideas, key=lambda one: one.id))
    for finding in check(Portfolio(options)):
        if finding.code == "needs_circle":
            names = str(finding.facts["names"]).split(" → ")
            yield Found(Trigger.NEEDS_CIRCLE, About.CASE, names[0], {"ideas": list(names)}, names[1])


def dependencies(ideas: Mapping[str, Idea], today: date, known: Thresholds) -> Iterator[Found]:
    """Chosen ideas that need one that is late, asleep, gone, or promised by nobody: one trigger for each need."""
    for idea in ideas.values():
        for other in idea.facts.needs if idea.chosen else ():
            if other in ideas and (trigger := _amiss(idea, ideas[other], today, known)) is not None:
                facts: dict[str, Fact] = {"other": other}
                due = ideas[other].due_on
                if trigger is Trigger.NEEDS_LATE and due is not None:
                    facts["days"] = (today - due).days
                yield Found(trigger, About.CASE, idea.id, facts, other)


def _amiss(idea: Idea, other: Idea, today: date, known: Thresholds) -> Trigger | None:
    if other.outcome in GONE or other.stopped:
        return Trigger.NEEDS_GONE
    if other.closed:
        return None
    if other.state is State.DEFERRED:
        return Trigger.NEEDS_ASLEEP
    if other.due_on is not None and (today - other.due_on).days > known.late_days:
        return Trigger.NEEDS_LATE
    if idea.stage is Stage.FOLLOW_UP and not other.promised:
        return Trigger.NEEDS_OWNERLESS
    return None


def both_chosen(ideas: Mapping[str, Idea]) -> Iterator[Found]:
    """Pairs that exclude one another and are both chosen, each pair once."""
    told: set[frozenset[str]] = set()
    for idea in sorted(ideas.values(), key=lambda one: one.id):
        for other in idea.facts.excludes if idea.chosen else ():
            pair = frozenset({idea.id, other})
            if other in ideas and ideas[other].chosen and pair not in told:
                told.add(pair)
                yield Found(Trigger.BOTH_CHOSEN, About.CASE, idea.id, {"other": other}, other)
