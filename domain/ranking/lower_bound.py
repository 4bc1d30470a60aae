"""The mean of a scale such as −2 … +2, ranked by its lower confidence bound: few raters count for less, not for more.

Source: Evan Miller, "Ranking Items With Star Ratings" (2014): each step of the scale has one score beforehand (a flat
Dirichlet prior over K steps), and the bound is S − z √((Σ s² q − S²) / (N + K + 1)) with q = (n_s + 1) / (N + K) and
S = Σ s q; z = 1.645, so that 95 % of what may be the case lies above. Three who all say +2 do not beat thirty who
nearly all do, and there is a bound even where all say the same.
"""

from collections import Counter
from collections.abc import Sequence
from math import fsum, sqrt

from domain.definition import Criterion
from domain.ranking.field import Field, Idea
from domain.ranking.method import LEAST_RATERS, Method, Need, Setting
from domain.ranking.ranking import Found, Ranking, Reason, Undetermined, placed
from domain.ranking.scored import lacking

NAME = "lower_bound"
Z = 1.6448536269514722  # 95 % on one side
SUPPORT = Setting("support", "Criterion of support")


def rank(field: Field) -> Ranking:
    """Highest lower bound first."""
    criterion = SUPPORT.criterion(field)
    if criterion is None:
        return Ranking(NAME, (), ())
    return placed(NAME, field, (_found(field, idea, criterion) for idea in field.ideas))


def lower_bound(scores: Sequence[float], steps: Sequence[int]) -> float:
    """What the mean is at least, at 95 %, on a scale of these steps."""
    counts, size = Counter(scores), len(scores) + len(steps)
    shares = {step: (counts[step] + 1) / size for step in steps}
    mean = fsum(step * share for step, share in shares.items())
    spread = fsum(step * step * share for step, share in shares.items()) - mean * mean
    return mean - Z * sqrt(max(spread, 0.0) / (size + 1))


def _found(field: Field, idea: Idea, criterion: Criterion) -> Found | Undetermined:
    if (lack := lacking(field, idea, [criterion])) is not None:
        return Undetermined(idea.id, lack)
    scores, sign = field.said[idea.id][criterion.id], 1 if criterion.better == "higher" else -1
    if not set(criterion.points).issuperset(scores):
        return Undetermined(idea.id, Reason("between_steps", {"criterion": criterion.id}))
    steps = [sign * step for step in criterion.points]
    bound = round(sign * lower_bound([sign * score for score in scores], steps), 4)
    mean = round(fsum(scores) / len(scores), 4)
    why = Reason("lower_bound", {"criterion": criterion.id, "mean": mean, "bound": bound, "raters": len(scores)})
    return Found(idea.id, bound, (why,), (sign * bound,))


METHOD = Method(
    NAME,
    "Mean, by its lower bound",
    "The mean of one scale, less what it may be off by: few raters count for less.",
    (Need.SCORES,),
    (SUPPORT, LEAST_RATERS),
    rank,
)
