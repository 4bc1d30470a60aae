"""Goals as a tree: what the office decides about each, which are unclear, and in which order they are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import RuleBroken
from domain.goals.words import Lack


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the office decides about a goal; `serves` are entries of catalogues, as "catalogue.entry"."""

    title_de: str
    title_en: str = ""
    under: str = ""  # the goal above it
    indicator: str = ""  # what is measured
    target: str = ""  # the value it is to reach
    due_on: date | None = None
    owner: str = ""
    serves: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """In this language, or in the other one."""
        return (self.title_en if language == "en" else self.title_de) or self.title_de or self.title_en


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal as it is kept; every change makes a version with the next number."""

    id: str
    wanted: Wanted
    number: int = 1
    removed_at: datetime | None = None


def lacks(goal: Goal) -> tuple[Lack, ...]:
    """What the goal says nothing of; empty for a clear one. A date that has passed is a date."""
    said = {
        Lack.INDICATOR: goal.wanted.indicator,
        Lack.TARGET: goal.wanted.target,
        Lack.DATE: goal.wanted.due_on,
        Lack.OWNER: goal.wanted.owner,
    }
    return tuple(lack for lack, value in said.items() if not value)


def unclear(goals: Iterable[Goal]) -> tuple[tuple[Goal, tuple[Lack, ...]], ...]:
    """Detector: every goal without an indicator, a value, a date or an owner, with what it lacks."""
    return tuple((goal, found) for goal in goals if (found := lacks(goal)))


def ordered(goals: Sequence[Goal]) -> tuple[tuple[Goal, int], ...]:
    """Every goal once with its depth, each below the one it stands under; siblings stay in the order given."""
    known = {goal.id for goal in goals}
    below: dict[str, list[Goal]] = {}
    for goal in goals:
        below.setdefault(goal.wanted.under if goal.wanted.under in known else "", []).append(goal)
    return tuple(_down(below, "", 0))


def _down(below: Mapping[str, list[Goal]], above: str, depth: int) -> Iterator[tuple[Goal, int]]:
    for goal in below.get(above, ()):
        yield goal, depth
        yield from _down(below, goal.id, depth + 1)


def upwards(goals: Iterable[Goal]) -> Mapping[str, tuple[str, ...]]:
    """Each goal's id with its own and those of all goals above it, from the goal to the top."""
    parents = {goal.id: goal.wanted.under for goal in goals}
    return {one: tuple(_up(parents, one)) for one in parents}


def _up(parents: Mapping[str, str], start: str) -> Iterator[str]:
    seen: set[str] = set()
    while start in parents and start not in seen:
        seen.add(start)
        yield start
        start = parents[start]


def check(goal_id: str, wanted: Wanted, goals: Iterable[Goal]) -> None:
    """Raises RuleBroken where the goal would stand under nothing, or under itself."""
    others = [goal for goal in goals if goal.id != goal_id]
    if not wanted.under:
        return
    if wanted.under == goal_id:
        raise RuleBroken("goal.circle")
    if all(goal.id != wanted.under for goal in others):
        raise RuleBroken("goal.parent_unknown")
    if goal_id in upwards([*others, Goal(goal_id, wanted)])[wanted.under]:
        raise RuleBroken("goal.circle")


def may_remove(goal_id: str, goals: Iterable[Goal]) -> None:
    """Raises RuleBroken while other goals stand under it: they would lose their place."""
    if any(goal.wanted.under == goal_id for goal in goals):
        raise RuleBroken("goal.has_goals_below")
