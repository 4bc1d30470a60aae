"""What may be said of a difference between two groups: nothing, unless its interval excludes nought.

The groups must be of different people. Everybody less one part is safe to show where both are: `isolation` promises
it of every combination of what is visible.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.survey.figures import Bar, Estimate, Figure
from domain.survey.intervals import OPEN, Arrow, Frame, Interval, arrow
from domain.survey.recommendation import recommendation, score_difference
from domain.survey.statistics import Distribution, Share, mean_difference, share, share_difference

SCORE, MEAN = "score", "mean"


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of one question in two groups; an arrow only where it is sure enough."""

    question: str
    measure: str  # `SCORE`, `MEAN`, or the key of an option
    here: float
    there: float
    interval: Interval | None
    arrow: Arrow


def differences(here: Figure, there: Figure, frame: Frame = OPEN, frame_there: Frame = OPEN) -> tuple[Difference, ...]:
    """Of the measure that sums the question up, or else of each of its shares."""
    if here.kind != there.kind or here.kind == "ranking":
        return ()
    frame, frame_there = frame.compared, frame_there.compared
    if here.score is not None and there.score is not None:
        told = score_difference(recommendation(counts(here)), recommendation(counts(there)), frame, frame_there)
        return (_difference(here, SCORE, here.score.value, there.score.value, told),)
    if here.mean is not None and there.mean is not None:
        told = mean_difference(Distribution(counts(here)), Distribution(counts(there)), frame, frame_there)
        return (_difference(here, MEAN, here.mean.value, there.mean.value, told),)
    return tuple(_shares(here, there, frame, frame_there))


def others(everybody: Figure, part: Figure) -> Figure | None:
    """The figure of everybody else, for comparing a part with them; None where there is nobody else."""
    left = everybody.answered - part.answered
    asked_left = _asked(everybody) - _asked(part)
    if left <= 0 or asked_left <= 0:
        return None
    bars = []
    for bar in everybody.bars:
        inside = part.bar(bar.key)
        count = bar.share.count - (inside.share.count if inside is not None else 0)
        bars.append(Bar(bar.key, share(count, asked_left)))
    rest = Figure(everybody.question, everybody.kind, left, tuple(bars))
    if everybody.mean is None:
        return rest
    mean, counted = Distribution(counts(rest)).mean, recommendation(counts(rest)).score
    return Figure(
        rest.question,
        rest.kind,
        rest.answered,
        rest.bars,
        mean=Estimate(mean) if mean is not None else None,
        score=Estimate(counted) if everybody.score is not None and counted is not None else None,
    )


def counts(figure: Figure) -> dict[int, int]:
    """How many chose each step, for figures of scales."""
    return {int(bar.key): bar.share.count for bar in figure.bars}


def _asked(figure: Figure) -> int:
    """What the shares are of: those who answered, for a consent those who handed in."""
    return figure.bars[0].share.answered if figure.bars else figure.answered


def _shares(here: Figure, there: Figure, frame: Frame, frame_there: Frame) -> Iterator[Difference]:
    if here.kind in ("number", "date"):
        return
    for bar in here.bars:
        other = there.bar(bar.key)
        if other is not None and _told(bar.share) and _told(other.share):
            told = share_difference(bar.share, other.share, frame, frame_there)
            yield _difference(here, bar.key, bar.share.value or 0.0, other.share.value or 0.0, told)


def _told(one: Share) -> bool:
    return one.value is not None


def _difference(figure: Figure, measure: str, here: float, there: float, told: Interval | None) -> Difference:
    return Difference(figure.question, measure, here, there, told, arrow(told))
