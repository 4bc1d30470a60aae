"""The net promoter score with an interval that is honest for few answers.

NPS = 100 · (p − d), variance of one answer p + d − (p − d)². The interval is the adjusted Wald one: three answers more,
¾ of them promoters and ¾ detractors, so that eight of eight is not "100 ± 0". Source: Rocks 2016, "Interval estimation
for the 'net promoter score'", The American Statistician 70 (4).
"""

from dataclasses import dataclass
from math import sqrt

from domain.survey.intervals import OPEN, Frame, Interval, Z, finite_population

EXTRA = 3.0  # answers that are added
EACH = 0.75  # of them promoters, and as many detractors
PROMOTES, DETRACTS = 9, 6  # from … to 10, and from 0 to …


@dataclass(frozen=True, slots=True)
class Recommendation:
    """How many would recommend, would not, and lie between."""

    promoters: int
    passives: int
    detractors: int

    @property
    def answered(self) -> int:
        """How many said something."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """−100 to 100; None where nobody answered."""
        return 100 * (self.promoters - self.detractors) / self.answered if self.answered else None

    def interval(self, frame: Frame = OPEN) -> Interval | None:
        """Where the score may lie; None where nobody answered."""
        if not self.answered:
            return None
        centre, error = _adjusted(self, frame)
        low, high = centre - Z * error, centre + Z * error
        score = (self.promoters - self.detractors) / self.answered
        return Interval(100 * max(-1.0, min(low, score)), 100 * min(1.0, max(high, score)))


def recommendation(scores: dict[int, int]) -> Recommendation:
    """Of counts per step 0 to 10: 9 and 10 promote, 0 to 6 detract."""
    promoters = sum(count for step, count in scores.items() if step >= PROMOTES)
    detractors = sum(count for step, count in scores.items() if step <= DETRACTS)
    return Recommendation(promoters, sum(scores.values()) - promoters - detractors, detractors)


def variance(promoters: float, detractors: float) -> float:
    """Of one answer, from the two shares."""
    return promoters + detractors - (promoters - detractors) ** 2


def score_difference(
    now: Recommendation, before: Recommendation, frame: Frame = OPEN, frame_before: Frame = OPEN
) -> Interval | None:
    """The interval of a score minus an earlier one; variances of independent groups add up."""
    if not now.answered or not before.answered:
        return None
    (centre, error), (other, other_error) = _adjusted(now, frame), _adjusted(before, frame_before)
    spread = Z * sqrt(error**2 + other_error**2)
    return Interval(100 * max(-2.0, centre - other - spread), 100 * min(2.0, centre - other + spread))


def _adjusted(counted: Recommendation, frame: Frame) -> tuple[float, float]:
    """Centre and standard error; where everybody answered nothing is left to adjust."""
    factor = finite_population(counted.answered, frame.closed_group)
    added = EXTRA if factor else 0.0
    n = counted.answered + added
    promoters, detractors = (count + added / EXTRA * EACH for count in (counted.promoters, counted.detractors))
    spread = sqrt(max(0.0, variance(promoters / n, detractors / n)) / n)
    return (promoters - detractors) / n, spread * factor
