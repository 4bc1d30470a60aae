"""Weighted utility (Nutzwertanalyse) of a field, with the reasons for each rank. The formula is `domain.utility`'s."""

from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed
from domain.utility import Utility, utility_of

NAME = "utility"


def rank(field: Field) -> Ranking:
    """Highest utility first; what was knocked out, or lacks scores, has no rank."""
    return placed(NAME, field, (_found(field, idea) for idea in field.ideas))


def _found(field: Field, idea: Idea) -> Found | Undetermined:
    utility = utility_of(field.criteria, field.said[idea.id])
    raters = field.raters[idea.id]
    if (lack := _lacking(field, utility, raters)) is not None:
        return Undetermined(idea.id, lack)
    assert utility.value is not None
    return Found(idea.id, utility.value, (Reason("utility", {"value": utility.value, "raters": raters}),))


def _lacking(field: Field, utility: Utility, raters: int) -> Reason | None:
    """Why there is no rank, the first thing that is amiss."""
    least = field.number(LEAST_RATERS.name, float(LEAST_RATERS.default))
    if raters == 0:
        return Reason("nobody_rated", {})
    if raters < least:
        return Reason("too_few_raters", {"raters": raters, "least": least})
    if out := next((r for r in utility.ratings if r.knocked_out), None):
        limit = next(c.knock_out_below for c in field.criteria if c.id == out.criterion)
        return Reason("knocked_out", {"criterion": out.criterion, "mean": out.mean or 0.0, "limit": limit or 0})
    if utility.value is None:
        weighed = {c.id for c in field.criteria if c.weight > 0}
        if not weighed:
            return Reason("no_weights", {})
        return Reason(
            "unscored",
            {"criterion": next(r.criterion for r in utility.ratings if r.criterion in weighed and r.mean is None)},
        )
    return None
