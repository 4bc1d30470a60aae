"""What each idea does for each goal, from −3 to +3, and what of that is missing. Nothing said is not 0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.errors import RuleBroken
from domain.goals.tree import Goal, upwards
from domain.goals.words import Unserved

LOWEST, HIGHEST = -3, 3


@dataclass(frozen=True, slots=True)
class Said:
    """What the office says of one idea: its contributions by goal, and entries of catalogues ("catalogue.entry")."""

    contributions: Mapping[str, int] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea as goals see it."""

    id: str
    number: str
    title: str
    theme: str = ""
    measure: bool = False  # it was accepted: it is carried out, or was
    said: Said = Said()
    stopped: bool = False  # it was accepted and stopped: no measure any more, and nobody's wish

    def does(self, goal_id: str) -> int | None:
        """Its contribution to this goal; None where nobody has said one, which is not 0."""
        return self.said.contributions.get(goal_id)


@dataclass(frozen=True, slots=True)
class Sum:
    """One column of the matrix, counted: how many ideas do something for a goal, against it, nothing, or unsaid."""

    goal: str
    helping: int
    against: int
    neither: int
    unsaid: int


def check(said: Said, goals: Iterable[str], tags: Iterable[str]) -> None:
    """Raises RuleBroken for a value off the scale, or for a goal or an entry that is not there."""
    if any(not LOWEST <= value <= HIGHEST for value in said.contributions.values()):
        raise RuleBroken("contribution.off_scale")
    if not said.contributions.keys() <= set(goals):
        raise RuleBroken("contribution.goal_unknown")
    if not said.tags <= set(tags):
        raise RuleBroken("contribution.tag_unknown")


def sums(goals: Iterable[Goal], ideas: Sequence[Idea]) -> tuple[Sum, ...]:
    """Every goal with its counts."""
    return tuple(_sum(goal.id, [idea.does(goal.id) for idea in ideas]) for goal in goals)


def _sum(goal_id: str, values: Sequence[int | None]) -> Sum:
    said = [value for value in values if value is not None]
    helping, against = sum(value > 0 for value in said), sum(value < 0 for value in said)
    return Sum(goal_id, helping, against, len(said) - helping - against, len(values) - len(said))


def goals_without_measures(goals: Sequence[Goal], ideas: Sequence[Idea]) -> tuple[tuple[Goal, Unserved], ...]:
    """Detector: goals for which no measure does anything; what serves a goal serves those above it."""
    measures = _served(goals, [idea for idea in ideas if idea.measure])
    wished = _served(goals, [idea for idea in ideas if not idea.measure and not idea.stopped])
    left = (goal for goal in goals if goal.id not in measures)
    return tuple((goal, Unserved.IDEAS_ONLY if goal.id in wished else Unserved.NOTHING) for goal in left)


def _served(goals: Iterable[Goal], ideas: Iterable[Idea]) -> frozenset[str]:
    above = upwards(goals)
    return frozenset(one for idea in ideas for goal in helped(idea) for one in above.get(goal, ()))


def measures_without_goals(goals: Iterable[Goal], ideas: Iterable[Idea]) -> tuple[tuple[Idea, Unserved], ...]:
    """Detector: measures that do nothing for any goal there is, and whether anybody has looked."""
    known = {goal.id for goal in goals}
    left = (idea for idea in ideas if idea.measure and not known & helped(idea))
    return tuple(
        (idea, Unserved.NOT_FOR if known & idea.said.contributions.keys() else Unserved.NOTHING) for idea in left
    )


def helped(idea: Idea) -> frozenset[str]:
    """The goals it does something for."""
    return frozenset(goal for goal, value in idea.said.contributions.items() if value > 0)
