"""Benefit against complexity: four quadrants, a first filter over many ideas; which criteria are which is a setting."""

from collections.abc import Sequence

from domain.definition import Criterion
from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS, Method, Need, Setting, SettingKind
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed
from domain.ranking.scored import lacking
from domain.utility import as_benefit

NAME = "quadrant"
BENEFIT = Setting("benefit", "Criteria of benefit", SettingKind.CRITERIA, "")
COMPLEXITY = Setting("complexity", "Criteria of complexity", SettingKind.CRITERIA, "")
MIDDLE = Setting("middle", "Middle between low and high, 0 to 10", SettingKind.NUMBER, 5, most=10)
# By whether the benefit and the complexity are high, best first.
QUADRANTS = {(True, False): "do_first", (True, True): "plan_well", (False, False): "do_aside", (False, True): "let_be"}
ORDER = tuple(QUADRANTS.values())


def rank(field: Field) -> Ranking:
    """By quadrant, and in it by benefit less complexity."""
    benefit, complexity = axes(field)
    return placed(NAME, field, (_found(field, idea, benefit, complexity) for idea in field.ideas))


def axes(field: Field) -> tuple[Sequence[Criterion], Sequence[Criterion]]:
    """Which criteria are benefit and which complexity: as set, else by what is better, higher or lower."""
    benefit = BENEFIT.criteria(field) or [one for one in field.criteria if one.better == "higher"]
    complexity = COMPLEXITY.criteria(field) or [one for one in field.criteria if one.better == "lower"]
    return benefit, complexity


def lacking_axes(field: Field) -> tuple[str, ...]:
    """The settings that have to name a criterion, since no criterion is of that kind by itself."""
    return tuple(one.name for one, found in zip((BENEFIT, COMPLEXITY), axes(field), strict=True) if not found)


def _found(
    field: Field, idea: Idea, benefit: Sequence[Criterion], complexity: Sequence[Criterion]
) -> Found | Undetermined:
    lack = lacking(field, idea, [*benefit, *complexity])
    if lack is None and not (benefit and complexity):
        lack = Reason("one_axis", {})
    if lack is not None:
        return Undetermined(idea.id, lack)
    good, hard = _mean(field, idea, benefit), round(10 - _mean(field, idea, complexity), 4)
    middle = MIDDLE.number(field)
    quadrant = QUADRANTS[good >= middle, hard >= middle]
    value = round(good - hard, 4)
    why = Reason(quadrant, {"benefit": good, "complexity": hard, "middle": middle})
    return Found(idea.id, value, (why,), (-ORDER.index(quadrant), value))


def _mean(field: Field, idea: Idea, criteria: Sequence[Criterion]) -> float:
    """As 0 (worst) to 10 (best), by weight where there are weights."""
    weights = [one.weight for one in criteria] if any(one.weight for one in criteria) else [1] * len(criteria)
    means = [as_benefit(one, field.mean(idea.id, one.id) or 0.0) for one in criteria]
    return round(sum(w * mean for w, mean in zip(weights, means, strict=True)) / sum(weights), 4)


METHOD = Method(
    NAME,
    "Benefit against complexity",
    "Four quadrants: much benefit with little complexity comes first.",
    (Need.SCORES,),
    (BENEFIT, COMPLEXITY, MIDDLE, LEAST_RATERS),
    rank,
)
