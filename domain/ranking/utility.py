"""Weighted utility (Nutzwertanalyse) of a field, with the reasons for each rank. The formula is `domain.utility`'s."""

from dataclasses import replace
from itertools import zip_longest

from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS, Method, Need
from domain.ranking.ranking import Found, Place, Ranking, Reason, Undetermined, placed
from domain.ranking.scored import lacking
from domain.ranking.switching import nearest_switch
from domain.utility import as_benefit

NAME = "utility"


def rank(field: Field) -> Ranking:
    """Highest utility first; what was knocked out, or lacks scores, has no rank."""
    ranking = placed(NAME, field, (_found(field, idea) for idea in field.ideas))
    followed = zip_longest(ranking.places, ranking.places[1:])
    return replace(ranking, places=tuple(_compared(field, one, after) for one, after in followed))


def weights_of(field: Field) -> dict[str, int]:
    """The weights that count."""
    return {one.id: one.weight for one in field.criteria if one.weight > 0}


def points_of(field: Field, idea: str) -> dict[str, float]:
    """By criterion that counts, the mean as 0 (worst) to 10 (best); of an idea that has a utility."""
    means = ((one, field.mean(idea, one.id)) for one in field.criteria if one.weight > 0)
    return {one.id: as_benefit(one, mean) for one, mean in means if mean is not None}


def _found(field: Field, idea: Idea) -> Found | Undetermined:
    weights, value = weights_of(field), field.utilities[idea.id].value
    lack = lacking(field, idea, [one for one in field.criteria if one.weight > 0])
    if lack is None and not weights:
        lack = Reason("no_weights", {})
    if lack is not None or value is None:
        return Undetermined(idea.id, lack or Reason("nobody_rated", {}))
    first = Reason("utility", {"value": value, "raters": field.raters[idea.id]})
    return Found(idea.id, value, (first, *_extremes(field, idea.id, weights)))


def _extremes(field: Field, idea: str, weights: dict[str, int]) -> tuple[Reason, ...]:
    """What carries it most, and what it loses most by: which to doubt first, and which to improve."""
    total, points = sum(weights.values()), points_of(field, idea)
    gained = {name: weights[name] * points[name] / total for name in weights}
    missed = {name: weights[name] * (10 - points[name]) / total for name in weights}
    best, worst = max(weights, key=lambda name: gained[name]), max(weights, key=lambda name: missed[name])
    found = []
    if gained[best] > 0:
        found.append(_about("carried_by", field, idea, best, gained[best]))
    if missed[worst] > 0:
        found.append(_about("loses_by", field, idea, worst, missed[worst]))
    return tuple(found)


def _about(code: str, field: Field, idea: str, criterion: str, points: float) -> Reason:
    mean = field.mean(idea, criterion)
    assert mean is not None
    return Reason(code, {"criterion": criterion, "mean": mean, "points": round(points, 4)})


def _compared(field: Field, place: Place, after: Place | None) -> Place:
    """With how far ahead of the next it is, and which weight would have them swap."""
    if after is None:
        return place
    weights, mine, theirs = weights_of(field), points_of(field, place.idea), points_of(field, after.idea)
    gap = round(place.value - after.value, 4)
    found = [Reason("ahead", {"idea": after.idea, "gap": gap}) if gap else Reason("level", {"idea": after.idea})]
    if gap and (switch := nearest_switch(weights, mine, theirs)) is not None:
        figures: dict[str, float | str] = {"criterion": switch.criterion, "idea": after.idea}
        figures |= {"percent": round(100 * float(switch.weight), 2), "now": round(100 * float(switch.now), 2)}
        found.append(Reason("swaps", figures))
    elif gap:
        found.append(Reason("never_swaps", {"idea": after.idea}))
    return replace(place, why=(*place.why, *found))


METHOD = Method(
    NAME,
    "Weighted utility",
    "Mean scores by criterion, weighted; what fails a knock-out criterion is out.",
    (Need.SCORES,),
    (LEAST_RATERS,),
    rank,
)
