"""A trend as templates take it: a line for what one number sums up, a table for everything."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.results.charts import PointIn, line_chart
from api.results.words import HIDDEN, Speaker
from domain.survey.comparing import Difference
from domain.survey.figures import EVERYBODY, Estimate, Figure, Part
from domain.survey.intervals import Arrow
from domain.survey.questions import Likert, Question
from domain.survey.results import looked_at
from domain.survey.trend import Asked, Line, Look, Point, trend
from kit.i18n import N_
from storage.results import Gathering
from storage.surveys import Survey

ASKED: Mapping[Asked, str] = {
    Asked.PANEL: N_("Panel: each wave asks the whole audience, so mostly the same people."),
    Asked.CROSS_SECTION: N_("Cross-section: each wave asks others, so a change may also be one of who was asked."),
}
SAID: Mapping[Arrow, str] = {Arrow.UP: N_("risen"), Arrow.DOWN: N_("fallen"), Arrow.NONE: N_("no sure change")}


def asked(survey: Survey) -> Asked:
    """Whether the waves asked the same people."""
    whole = survey.plan.selection.kind == "all" and not survey.public
    return Asked.PANEL if whole else Asked.CROSS_SECTION


def looks(found: Sequence[Gathering]) -> list[Look]:
    """Each wave with its own figures, of its own time."""
    return [
        Look(
            one.wave.id,
            one.wave.number,
            one.wave.starts_on,
            one.gathered.questionnaire,
            looked_at(one.gathered),
            one.gathered.frame,
        )
        for one in found
    ]


def lines(speaker: Speaker, seen: Sequence[Look], part: Part = EVERYBODY) -> list[dict[str, Any]]:
    """Every question with its points."""
    return [_line(speaker, one) for one in trend(seen, part)]


def _line(speaker: Speaker, line: Line) -> dict[str, Any]:
    summed = any(_estimate(point.figure) is not None for point in line.points)
    shown: dict[str, Any] = {"key": line.question.key, "text": line.question.text.in_(speaker.language)}
    return shown | ({"chart": _chart(speaker, line)} | _numbers(speaker, line) if summed else _shares(speaker, line))


def _estimate(figure: Figure | None) -> Estimate | None:
    return None if figure is None else figure.score or figure.mean


def _chart(speaker: Speaker, line: Line) -> object:
    score = any(point.figure is not None and point.figure.score is not None for point in line.points)
    low, high = (-100.0, 100.0) if score else _scale(line.question)
    points = []
    for point in line.points:
        told = _estimate(point.figure)
        value = None if told is None else told.value
        text = HIDDEN if told is None else speaker.number(told.value, 0 if score else 1)
        points.append(PointIn(_short(point), value, text, told.interval if told is not None else None, point.broken))
    return line_chart(points, low, high, speaker.number(high, 0), speaker.number(low, 0))


def _scale(question: Question) -> tuple[float, float]:
    return (question.scale_from, question.scale_to) if isinstance(question, Likert) else (0.0, 10.0)


def _short(point: Point) -> str:
    return f"{point.day:%m/%Y}" if point.day is not None else str(point.number + 1)


def _numbers(speaker: Speaker, line: Line) -> dict[str, Any]:
    columns: list[Any] = [speaker.t(N_("Wave"))]
    columns += [{"label": speaker.t(label), "numeric": True} for label in (N_("Answers"), N_("Value"))]
    rows = []
    for point in line.points:
        told, figure = _estimate(point.figure), point.figure
        count = HIDDEN if figure is None else speaker.say.number(figure.answered)
        digits = 0 if figure is not None and figure.score is not None else 1
        rows.append([_name(speaker, point), count, speaker.value(told, digits), _change(speaker, point)])
    return {"columns": [*columns, speaker.t(N_("Since the wave before"))], "rows": rows}


def _shares(speaker: Speaker, line: Line) -> dict[str, Any]:
    keys = list(dict.fromkeys(bar.key for point in line.points if point.figure for bar in point.figure.bars))
    columns: list[Any] = [speaker.t(N_("Wave")), {"label": speaker.t(N_("Answers")), "numeric": True}]
    labels = {bar.key: speaker.bar(line.question, bar) for p in line.points if p.figure for bar in p.figure.bars}
    columns += [{"label": labels[key], "numeric": True} for key in keys]
    rows = [[_name(speaker, point), *_share_cells(speaker, point, keys)] for point in line.points]
    if any(point.broken or not point.asked for point in line.points):  # else each share says how it changed
        columns.append(speaker.t(N_("Since the wave before")))
        rows = [[*row, _interrupted(speaker, point)] for row, point in zip(rows, line.points, strict=True)]
    return {"chart": None, "columns": columns, "rows": rows}


def _share_cells(speaker: Speaker, point: Point, keys: Sequence[str]) -> list[str]:
    if point.figure is None:
        return [HIDDEN] * (len(keys) + 1)
    changes = {change.measure: change for change in point.changes}
    cells = [speaker.say.number(point.figure.answered)]
    for key in keys:
        bar = point.figure.bar(key)
        share = HIDDEN if bar is None else speaker.percent(bar.share.value)
        change = changes.get(key)
        sure = change is not None and change.arrow is not Arrow.NONE
        cells.append(f"{share} ({speaker.t(SAID[change.arrow])})" if sure and change is not None else share)
    return cells


def _name(speaker: Speaker, point: Point) -> str:
    number = speaker.t(N_("Wave {number}")).format(number=point.number + 1)
    return f"{number} ({_short(point)})" if point.day is not None else number


def _interrupted(speaker: Speaker, point: Point) -> str:
    """Why a wave must not be read as going on from the one before; empty where it may be."""
    if point.broken:
        return speaker.t(N_("the question changed"))
    return "" if point.asked else speaker.t(N_("not asked"))


def _change(speaker: Speaker, point: Point) -> str:
    if told := _interrupted(speaker, point):
        return told
    first: Difference | None = point.changes[0] if point.changes else None
    return HIDDEN if first is None else speaker.t(SAID[first.arrow])
