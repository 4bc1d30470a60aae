"""Where groups stand on the drawn map: numbers for inline SVG, whose words are in the table beside it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.communication.stakeholders import HIGH, HIGHEST, LOWEST

LEFT, TOP, CELL = 34.0, 10.0, 58.0
COLUMNS = 2  # marks beside one another in a cell
ROOM = 6  # marks in a cell; of more, the last place says how many there are
BESIDE, BELOW = 28.0, 17.0


@dataclass(frozen=True)
class Mark:
    """One group: its number in the table, a sign for where it stands, and its place."""

    number: int
    sign: str
    x: float
    y: float


@dataclass(frozen=True)
class More:
    """Groups that found no room in their cell: how they are called in the table, and where the drawing says so."""

    power: int
    interest: int
    numbers: tuple[int, ...]
    x: float
    y: float


@dataclass(frozen=True)
class Grid:
    """The whole drawing: interest from left to right, power from bottom to top."""

    size: float
    marks: tuple[Mark, ...]
    more: tuple[More, ...] = ()
    left: float = LEFT
    top: float = TOP
    cell: float = CELL

    @property
    def split_x(self) -> float:
        """Where high interest begins."""
        return LEFT + CELL * (HIGH - LOWEST)

    @property
    def split_y(self) -> float:
        """Below it, power is low."""
        return TOP + CELL * (HIGHEST - HIGH + 1)

    @property
    def steps(self) -> tuple[tuple[int, float, float], ...]:
        """Numbers at both axes: the number, its x below and its y at the side."""
        return tuple(
            (n, LEFT + CELL * (n - LOWEST + 0.5), TOP + CELL * (HIGHEST - n + 0.5)) for n in range(LOWEST, HIGHEST + 1)
        )


def grid(groups: Sequence[tuple[int, int, str]]) -> Grid:
    """Groups as power, interest and sign, in the order of the table; those in one cell stand beside one another."""
    cells: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for number, (power, interest, sign) in enumerate(groups, 1):
        cells.setdefault((power, interest), []).append((number, sign))
    marks: list[Mark] = []
    more: list[More] = []
    for (power, interest), inside in cells.items():
        drawn = inside if len(inside) <= ROOM else inside[: ROOM - 1]
        marks += [Mark(number, sign, *_place(power, interest, n)) for n, (number, sign) in enumerate(drawn)]
        left = tuple(number for number, _ in inside[len(drawn) :])
        more += [More(power, interest, left, *_place(power, interest, ROOM - 1))] if left else []
    return Grid(CELL * (HIGHEST - LOWEST + 1), tuple(sorted(marks, key=lambda mark: mark.number)), tuple(more))


def _place(power: int, interest: int, place: int) -> tuple[float, float]:
    x = LEFT + CELL * (interest - LOWEST) + 15 + BESIDE * (place % COLUMNS)
    y = TOP + CELL * (HIGHEST - power) + 17 + BELOW * (place // COLUMNS)
    return round(x, 1), round(y, 1)
