"""Whether a rule of the definition holds for the figures of a wave: by the house's condition model, and never by guess.

What is hidden or too little is not known, so a rule about it does not hold.
"""

from collections.abc import Mapping

from domain.condition import Known, holds
from domain.definition import SurveyRule
from domain.happenings import FigureIn, Surveyed
from domain.survey.intervals import wilson
from domain.survey.statistics import Distribution
from domain.words import Stage

OF_SHARE = ("share", "share_low", "share_high")
OF_MEAN = ("mean", "mean_low", "mean_high")
FIELDS = (*OF_SHARE, *OF_MEAN, "answered", "invited", "event", "days", "stage")
EVENTS = ("in_review", "decided", "live")
SCALES = frozenset({"likert", "ten"})
SEVERAL = frozenset({"multiple"})  # one person counts at several options: their shares do not add up


def fires(rule: SurveyRule, happening: Surveyed, stage: Stage) -> bool:
    """Whether it holds for certain."""
    return holds(rule.when, facts(rule, happening, stage))


def facts(rule: SurveyRule, happening: Surveyed, stage: Stage) -> Mapping[str, Known]:
    """What the condition may know; None is not known. Intervals are those of an open group: never narrowed."""
    known: dict[str, Known] = dict.fromkeys(FIELDS)
    known |= {"stage": stage.value, "event": happening.event, "days": happening.days}
    known["invited"] = happening.invited
    figure = next((one for one in happening.figures if one.question == rule.question), None)
    answered = figure.bars[0].answered if figure is not None and figure.bars else 0
    if figure is None or happening.answered is None or answered < rule.least:
        return known
    return known | {"answered": answered} | _share(rule, figure, answered) | _mean(figure)


def _share(rule: SurveyRule, figure: FigureIn, answered: int) -> dict[str, Known]:
    """The share of the named options together, with Wilson's interval."""
    wanted = set(rule.options)
    counts = [bar.count for bar in figure.bars if bar.key in wanted]
    adds_up = len(wanted) == 1 or figure.kind not in SEVERAL
    interval = wilson(sum(counts), answered) if wanted and len(counts) == len(wanted) and adds_up else None
    if interval is None:
        return {}
    return {"share": sum(counts) / answered, "share_low": interval.low, "share_high": interval.high}


def _mean(figure: FigureIn) -> dict[str, Known]:
    """The mean of a scale, with Student's interval where there is one."""
    if figure.kind not in SCALES:
        return {}
    told = Distribution({int(bar.key): bar.count for bar in figure.bars})
    interval = told.mean_interval()
    sure: dict[str, Known] = {} if interval is None else {"mean_low": interval.low, "mean_high": interval.high}
    return {"mean": told.mean, **sure}
