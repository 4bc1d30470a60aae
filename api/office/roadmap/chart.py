"""Where bars, quarters and marks stand: numbers for one SVG, on the page as in the file."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.planning.quarters import Quarter
from domain.roadmap.building import Roadmap
from domain.roadmap.plan import Measure
from domain.roadmap.schedule import Bar, span

LABELS, QUARTER, ROW, HEAD = 248, 44, 46, 46
LETTERS, LINES = 34, 2  # of a label
BEFORE = 4  # quarters of the past that are drawn at most


@dataclass(frozen=True)
class Piece:
    """A stretch of quarters."""

    x: int
    width: int


@dataclass(frozen=True)
class DrawnBar:
    """One measure: where it is, how much of it is late, and where it was promised first if that is elsewhere."""

    lines: tuple[str, ...]
    text: str  # for those who do not see it
    y: int
    bar: Piece
    late: Piece | None
    was: Piece | None
    critical: bool
    running: bool


@dataclass(frozen=True)
class Tick:
    """One quarter of the head; with the year where one begins."""

    x: int
    label: str
    year: str


@dataclass(frozen=True)
class Chart:
    """The whole picture."""

    width: int
    height: int
    ticks: tuple[Tick, ...]
    bars: tuple[DrawnBar, ...]
    today: int  # where the first quarter that is planned begins


def shown(roadmap: Roadmap) -> tuple[Quarter, Quarter]:
    """From which to which quarter there is something to see; a little of the past, never less than a year."""
    bars = [*roadmap.now.bars, *roadmap.promised.bars]
    first = min([roadmap.plan.first, *(bar.start for bar in bars)])
    last = max([roadmap.plan.first.plus(3), *(bar.end for bar in bars)])
    return max(first, roadmap.plan.first.plus(-BEFORE)), last


def chart_of(roadmap: Roadmap, titles: Mapping[str, str], texts: Mapping[str, str]) -> Chart:
    """Every measure that has a place, one line each."""
    first, last = shown(roadmap)
    quarters = list(span(first, last))
    promised = {bar.id: bar for bar in roadmap.promised.bars}
    bars = [
        _bar(bar, roadmap.plan.known[bar.id], promised.get(bar.id), HEAD + at * ROW, (first, last), titles, texts)
        for at, bar in enumerate(roadmap.now.bars)
    ]
    height = HEAD + ROW * len(bars) + 6
    return Chart(
        LABELS + QUARTER * len(quarters) + 4,
        height,
        _ticks(quarters),
        tuple(bars),
        _x(first, roadmap.plan.first),
    )


def _ticks(quarters: Sequence[Quarter]) -> tuple[Tick, ...]:
    first = quarters[0]
    return tuple(
        Tick(_x(first, one), f"Q{one.number}", str(one.year) if one.number == 1 or one == first else "")
        for one in quarters
    )


def _x(first: Quarter, quarter: Quarter) -> int:
    return LABELS + QUARTER * first.until(quarter)


def _piece(start: Quarter, end: Quarter, seen: tuple[Quarter, Quarter]) -> Piece | None:
    """What of it is seen."""
    start, end = max(start, seen[0]), min(end, seen[1])
    return None if start > end else Piece(_x(seen[0], start), QUARTER * (start.until(end) + 1))


def _bar(
    bar: Bar,
    measure: Measure,
    was: Bar | None,
    y: int,
    seen: tuple[Quarter, Quarter],
    titles: Mapping[str, str],
    texts: Mapping[str, str],
) -> DrawnBar:
    moved = was is not None and (was.start, was.end) != (bar.start, bar.end)
    late = _piece(bar.end.plus(1 - measure.late), bar.end, seen) if measure.late else None
    lines = tuple(textwrap.wrap(titles[bar.id], LETTERS, max_lines=LINES, placeholder=" …"))
    whole = _piece(bar.start, bar.end, seen) or Piece(LABELS, 0)
    ghost = _piece(was.start, was.end, seen) if was is not None and moved else None
    return DrawnBar(lines, texts[bar.id], y, whole, late, ghost, bar.critical, measure.began is not None)
