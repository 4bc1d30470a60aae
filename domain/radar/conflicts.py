"""Conflicts: chosen ideas that pull one goal both ways, raters who see an idea very differently."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import pstdev

from domain.goals.tree import Goal
from domain.radar.found import Fact, Found
from domain.radar.thresholds import Thresholds
from domain.radar.words import About, Trigger
from domain.ranking.field import Field


def pulled(goals: Iterable[Goal], chosen: Iterable[Mapping[str, int]]) -> Iterator[Found]:
    """Goals that some chosen ideas help and others harm; `chosen` are their contributions by goal."""
    said = list(chosen)
    for goal in goals:
        values = [one[goal.id] for one in said if goal.id in one]
        helping, against = sum(value > 0 for value in values), sum(value < 0 for value in values)
        if helping and against:
            facts = {"helping": helping, "against": against}
            yield Found(Trigger.GOAL_PULLED, About.GOAL, goal.id, facts, owner=goal.wanted.owner)


def disagreeing(round_id: str, field: Field, known: Thresholds) -> Iterator[Found]:
    """Ideas of a closed round whose raters differ widely on a criterion: there a mean says little."""
    for criterion in field.criteria:
        width = criterion.scale_to - criterion.scale_from
        for idea, scores in field.said.items():
            values = scores.get(criterion.id, [])
            if len(values) < known.least_raters or width <= 0:
                continue
            percent = round(100 * pstdev(values) / width)
            if percent > known.spread_percent:
                facts: dict[str, Fact] = {"round": round_id, "criterion": criterion.id, "raters": len(values)}
                facts |= {
                    "percent": percent,
                    "lowest": min(values),
                    "highest": max(values),
                    "most": known.spread_percent,
                }
                part = f"{round_id}.{criterion.id}"
                yield Found(Trigger.RATERS_DISAGREE, About.CASE, idea, facts, part)
