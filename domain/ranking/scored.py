"""Why an idea cannot be placed by its scores: the first thing that is amiss, the same for every method of scores."""

from collections.abc import Iterable

from domain.definition import Criterion
from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS
from domain.ranking.ranking import Reason


def lacking(field: Field, idea: Idea, needed: Iterable[Criterion]) -> Reason | None:
    """None where enough raters scored it by all these criteria, and no criterion knocked it out."""
    raters, least = field.raters[idea.id], LEAST_RATERS.number(field)
    if raters == 0:
        return Reason("nobody_rated", {})
    if raters < least:
        return Reason("too_few_raters", {"raters": raters, "least": least})
    needed = tuple(needed)
    return _too_few_by(field, idea, needed, least) or _knocked_out(field, idea) or _unscored(field, idea, needed)


def effort_of(field: Field, idea: Idea, by: Criterion | None) -> float | Reason:
    """How long it takes, by this criterion or else in person days as given; or why nothing can be divided by it."""
    effort = field.mean(idea.id, by.id) if by else idea.effort
    if effort is None:
        return Reason("no_effort", {})
    return effort if effort > 0 else Reason("no_duration", {"duration": effort})


def _too_few_by(field: Field, idea: Idea, needed: Iterable[Criterion], least: float) -> Reason | None:
    """Those who scored it by something else do not count for a criterion; one that nobody scored says so itself."""
    counts = {one.id: len(field.said[idea.id].get(one.id, ())) for one in needed}
    fewest = min(filter(None, counts.values()), default=None)
    if fewest is None or fewest >= least:
        return None
    criterion = next(one for one, count in counts.items() if count == fewest)
    return Reason("too_few_by", {"criterion": criterion, "raters": fewest, "least": least})


def _knocked_out(field: Field, idea: Idea) -> Reason | None:
    ratings = zip(field.criteria, field.utilities[idea.id].ratings, strict=True)
    for criterion, rating in ratings:
        if rating.knocked_out and rating.mean is not None:
            limit = criterion.knock_out_below or 0
            return Reason("knocked_out", {"criterion": criterion.id, "mean": rating.mean, "limit": limit})
    return None


def _unscored(field: Field, idea: Idea, needed: Iterable[Criterion]) -> Reason | None:
    missing = (one.id for one in needed if field.mean(idea.id, one.id) is None)
    return next((Reason("unscored", {"criterion": one}) for one in missing), None)
