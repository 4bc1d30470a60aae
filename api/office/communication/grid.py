"""Where groups stand on the drawn map: numbers for inline SVG, whose words are in the table beside it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.communication.stakeholders import HIGH, HIGHEST, LOWEST

LEFT, TOP, CELL = 34.0, 10.0, 58.0
COLUMNS = 2  # marks beside one another in a cell
BESIDE, BELOW = 28.0, 17.0


@dataclass(frozen=True)
class Mark:
    """One group: its number in the table, a sign for where it stands, and its place."""

    number: int
    sign: str
    x: float
    y: float


@dataclass(frozen=True)
class Grid:
    """The whole drawing: interest from left to right, power from bottom to top."""

    size: float
    marks: tuple[Mark, ...]
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
    taken: dict[tuple[int, int], int] = {}
    marks = []
    for number, (power, interest, sign) in enumerate(groups, 1):
        place = taken.get((power, interest), 0)
        taken[power, interest] = place + 1
        x = LEFT + CELL * (interest - LOWEST) + 15 + BESIDE * (place % COLUMNS)
        y = TOP + CELL * (HIGHEST - power) + 17 + BELOW * (place // COLUMNS)
        marks.append(Mark(number, sign, round(x, 1), round(y, 1)))
    return Grid(CELL * (HIGHEST - LOWEST + 1), tuple(marks))
