"""One question over the waves of a survey: a line only where the question stayed the same, an arrow only where sure.

Every wave has its own figures, with the units of its own time; a later change of the organisation changes none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.survey.comparing import Difference, differences
from domain.survey.figures import EVERYBODY, Figure, Part, Results
from domain.survey.intervals import OPEN, Frame
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Info, LongText, Question, ShortText
from domain.survey.versions import trend_breaks


class Asked(StrEnum):
    """Whether the waves asked the same people."""

    PANEL = "panel"  # the whole audience, each time: mostly the same people
    CROSS_SECTION = "cross_section"  # others each time


@dataclass(frozen=True, slots=True)
class Look:
    """One wave, as a trend needs it."""

    wave: str
    number: int
    day: date | None
    questionnaire: Questionnaire
    results: Results
    frame: Frame = OPEN


@dataclass(frozen=True, slots=True)
class Point:
    """One question in one wave; no figure where it was not asked or stays hidden."""

    wave: str
    number: int
    day: date | None
    asked: bool
    broken: bool  # not to be read as one line with what came before
    figure: Figure | None
    changes: tuple[Difference, ...] = ()  # against the point before, where both are there and the line is whole


@dataclass(frozen=True, slots=True)
class Line:
    """One question over all waves, in its latest wording."""

    question: Question
    points: tuple[Point, ...]


def trend(looks: Sequence[Look], part: Part = EVERYBODY) -> tuple[Line, ...]:
    """A line for every question with figures, in the order of the latest questionnaire, then those no longer asked."""
    forms = [look.questionnaire for look in looks]
    latest = {q.key: q for form in forms for q in form.questions if not isinstance(q, Info | ShortText | LongText)}
    order = {q.key: n for n, q in enumerate(forms[-1].questions)} if forms else {}
    keys = sorted(latest, key=lambda key: (order.get(key, len(order)), key))
    return tuple(Line(latest[key], _points(key, looks, forms, part)) for key in keys)


def _points(key: str, looks: Sequence[Look], forms: Sequence[Questionnaire], part: Part) -> tuple[Point, ...]:
    breaks = trend_breaks(key, forms)
    points: list[Point] = []
    before: tuple[Figure, Frame] | None = None
    for n, look in enumerate(looks):
        seen = look.results.part(part)
        figure = seen.figure(key) if seen is not None else None
        if n in breaks:
            before = None
        changes: tuple[Difference, ...] = ()
        if figure is not None:
            changes = differences(figure, before[0], look.frame, before[1]) if before is not None else ()
            before = figure, look.frame
        asked = look.questionnaire.question(key) is not None
        points.append(Point(look.wave, look.number, look.day, asked, n in breaks, figure, changes))
    return tuple(points)
