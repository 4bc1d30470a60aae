"""What people said of ideas, counted towards the goals these ideas are for. What nobody asked about is not 0."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.goals.contribution import Idea, helped
from domain.goals.tree import Goal, upwards

LIVE = "live"


@dataclass(frozen=True, slots=True)
class Heard:
    """An evaluated wave that asked about an idea; `event` and `days` as what began it has them."""

    idea: str
    wave: str
    event: str = ""
    days: int = 0

    @property
    def after(self) -> bool:
        """Whether it asked when the measure was there, so that people could tell what came of it."""
        return self.event == LIVE and self.days >= 0


@dataclass(frozen=True, slots=True)
class Towards:
    """One goal: the ideas for it, those that people were asked about, and those asked about once they were there."""

    ideas: tuple[Idea, ...]
    asked: int
    after: int
    heard: tuple[Heard, ...]


def towards(goal_id: str, goals: Iterable[Goal], ideas: Sequence[Idea], heard: Iterable[Heard]) -> Towards:
    """Of every idea that does something (+1 or more) for the goal or for one below it."""
    above = upwards(goals)
    mine = tuple(one for one in ideas if any(goal_id in above.get(goal, (goal,)) for goal in helped(one)))
    ids = {one.id for one in mine}
    said = tuple(one for one in heard if one.idea in ids)
    return Towards(mine, len({one.idea for one in said}), len({one.idea for one in said if one.after}), said)
