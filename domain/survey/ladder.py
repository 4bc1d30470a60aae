"""Questions that rest on one another, and the first that people do not agree with: there something helps first.

A questionnaire names them in order under `ladder`. A step holds where its mean lies above the middle of its scale.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.checking import Finding
from domain.survey.branching import Value
from domain.survey.figures import Estimate, PartFigures
from domain.survey.questionnaire import Questionnaire, Where
from domain.survey.questions import Likert


class Ladder(StrEnum):
    """What may be said of a ladder."""

    BARRIER = "barrier"  # this step does not hold, all before it do
    UNTOLD = "untold"  # too few answered this step, so nothing can be said from here on
    CLEAR = "clear"  # every step holds


@dataclass(frozen=True, slots=True)
class Barrier:
    """Where a ladder stops: the step, and how sure that is."""

    kind: Ladder
    step: str = ""
    number: int = 0  # 1 for the first
    mean: Estimate | None = None
    middle: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether the mean lies on this side of the middle whatever the others would have said."""
        interval = self.mean.interval if self.mean is not None else None
        return interval is not None and interval.high <= self.middle


def first_barrier(form: Questionnaire, figures: PartFigures | None) -> Barrier | None:
    """The first step whose mean is at most the middle of its scale; None where the questionnaire has no ladder.

    Figures are those that may be shown: a step with too few answers is not passed over but ends what can be said.
    """
    if not form.ladder:
        return None
    for number, key in enumerate(form.ladder, 1):
        question = form.question(key)
        figure = figures.figure(key) if figures is not None else None
        if not isinstance(question, Likert) or figure is None or figure.mean is None:
            return Barrier(Ladder.UNTOLD, key, number)
        middle = (question.scale_from + question.scale_to) / 2
        if figure.mean.value <= middle:
            return Barrier(Ladder.BARRIER, key, number, figure.mean, middle)
    return Barrier(Ladder.CLEAR)


def own_barrier(form: Questionnaire, values: Mapping[str, Value]) -> Barrier | None:
    """The same of one person's answers, for them alone; a step they left out ends what can be said."""
    if not form.ladder:
        return None
    for number, key in enumerate(form.ladder, 1):
        question, value = form.question(key), values.get(key)
        if not isinstance(question, Likert) or not isinstance(value, int):
            return Barrier(Ladder.UNTOLD, key, number)
        middle = (question.scale_from + question.scale_to) / 2
        if value <= middle:
            return Barrier(Ladder.BARRIER, key, number, Estimate(value), middle)
    return Barrier(Ladder.CLEAR)


def check_ladder(form: Questionnaire) -> Iterator[Finding]:
    """Steps that are not there, are no scales with words, or stand there twice."""
    scales = tuple(q.key for q in form.questions if isinstance(q, Likert))
    seen: set[str] = set()
    for number, key in enumerate(form.ladder):
        where: Where = ("ladder", number)
        if form.question(key) is None:
            yield Finding(where, "ladder_unknown", {"name": key}, key, scales)
        elif key not in scales:
            yield Finding(where, "ladder_misfit", {"name": key})
        elif key in seen:
            yield Finding(where, "ladder_twice", {"name": key})
        seen.add(key)
