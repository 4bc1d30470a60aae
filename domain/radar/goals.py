"""Unclear goals: nobody could say whether they are reached."""

from collections.abc import Iterable, Iterator

from domain.goals.tree import Goal, unclear
from domain.radar.found import Found
from domain.radar.words import About, Trigger


def unclear_goals(goals: Iterable[Goal]) -> Iterator[Found]:
    """Goals without an indicator, a value, a date or an owner, with what they lack."""
    for goal, lacks in unclear(goals):
        facts = {"lacks": [lack.value for lack in lacks]}
        yield Found(Trigger.GOAL_UNCLEAR, About.GOAL, goal.id, facts, owner=goal.wanted.owner)
