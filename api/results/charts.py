"""Where bars, whiskers and points stand: numbers for inline SVG, whose words are in the table beside it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from domain.survey.intervals import Interval

WIDTH = 320.0  # units of the drawing: about a phone's pixels
FIELD = 250.0  # the length of 100 %
LINE, BAR, GAP = 17.0, 18.0, 12.0
LETTERS = 44  # that fit into one line
LOW, HIGH = 24.0, 150.0  # the field of a line chart, from top to bottom


@dataclass(frozen=True)
class BarIn:
    """One line of a distribution, in words and numbers between 0 and 1."""

    label: str
    value: float
    text: str
    interval: Interval | None
    other: float | None = None  # of everybody, where a part is shown beside them


@dataclass(frozen=True)
class DrawnBar:
    """One bar with its label, where it stands."""

    lines: tuple[str, ...]
    label_y: float
    y: float
    width: float
    text: str
    text_x: float
    low: float | None
    high: float | None
    middle: float
    other: float | None


@dataclass(frozen=True)
class BarChart:
    """A whole chart of bars."""

    height: float
    bars: tuple[DrawnBar, ...]
    compared: bool


def bar_chart(bars: Sequence[BarIn]) -> BarChart:
    """Bars below their labels, as long as their share; the whisker says how sure."""
    drawn: list[DrawnBar] = []
    y = 0.0
    for bar in bars:
        lines = tuple(textwrap.wrap(bar.label, LETTERS)) or ("",)
        top = y + LINE * len(lines) + 3
        drawn.append(_bar(bar, lines, y + LINE - 3, top))
        y = top + BAR + GAP + (7 if bar.other is not None else 0)
    return BarChart(round(y, 1), tuple(drawn), any(bar.other is not None for bar in bars))


def _bar(bar: BarIn, lines: tuple[str, ...], label_y: float, y: float) -> DrawnBar:
    low = None if bar.interval is None else round(bar.interval.low * FIELD, 1)
    high = None if bar.interval is None else round(bar.interval.high * FIELD, 1)
    width = round(bar.value * FIELD, 1)
    text_x = round(max(width, high or 0.0) + 8, 1)
    other = None if bar.other is None else round(bar.other * FIELD, 1)
    return DrawnBar(
        lines, round(label_y, 1), round(y, 1), width, bar.text, text_x, low, high, round(y + BAR / 2, 1), other
    )


@dataclass(frozen=True)
class PointIn:
    """One wave's value, or None where there is none to show."""

    label: str
    value: float | None
    text: str
    interval: Interval | None
    broken: bool


@dataclass(frozen=True)
class DrawnPoint:
    """One point of a line."""

    x: float
    label: str
    y: float | None
    text: str
    low: float | None
    high: float | None
    broken: bool
    break_x: float


@dataclass(frozen=True)
class LineChart:
    """A line over waves: in pieces, where it must not be read as one."""

    width: float
    height: float
    points: tuple[DrawnPoint, ...]
    pieces: tuple[str, ...]
    top: str
    bottom: str


def line_chart(points: Sequence[PointIn], lowest: float, highest: float, top: str, bottom: str) -> LineChart:
    """Points from left to right; a break or a missing value cuts the line."""
    step = max(64.0, (WIDTH - 60) / max(1, len(points)))
    drawn = tuple(_point(one, n, step, lowest, highest) for n, one in enumerate(points))
    width = max(WIDTH, 40 + step * len(points))
    return LineChart(round(width, 1), HIGH + 36, drawn, tuple(_pieces(drawn)), top, bottom)


def _point(one: PointIn, number: int, step: float, lowest: float, highest: float) -> DrawnPoint:
    def at(value: float) -> float:
        inside = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
        return round(HIGH - min(1.0, max(0.0, inside)) * (HIGH - LOW), 1)

    x = round(40 + step * number + step / 2, 1)
    y = None if one.value is None else at(one.value)
    low = None if one.interval is None else at(one.interval.low)
    high = None if one.interval is None else at(one.interval.high)
    return DrawnPoint(x, one.label, y, one.text, low, high, one.broken, round(x - step / 2, 1))


def _pieces(points: Sequence[DrawnPoint]) -> list[str]:
    pieces: list[list[str]] = [[]]
    for point in points:
        if point.broken or point.y is None:
            pieces.append([])
        if point.y is not None:
            pieces[-1].append(f"{point.x},{point.y}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
