"""WiBe's portfolio of nine fields: net present value against quality, each scale in thirds from its least to its most.

Source: wibe.de, "Entscheidungsregeln und Projekt-Portfolio": the least and the most of all projects that are shown are
the ends of the scales, and the nine fields make three classes: A goes first, B is uncritical where there is enough of
everything, C has to show why. Which fields make which class stands in no text there; here it is the diagonal: both
scales together reach A from (middle, upper) on, B are the three fields between the corners, C is the rest.

Since every idea can move the ends of the scales, a class holds for this set only: the result says by which scales it
was made, and without which other idea it would be another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CLASSES = ("C", "C", "B", "A", "A")  # by both thirds together, each 0, 1 or 2
Points = Mapping[str, tuple[float, float]]  # by idea, net present value and quality


@dataclass(frozen=True, slots=True)
class Scale:
    """From the least to the most of the set."""

    least: float
    most: float

    def third(self, value: float) -> int:
        """0, 1 or 2; what lies on a border belongs to the upper one."""
        above, width = 3 * (value - self.least), self.most - self.least
        return (above >= width) + (above >= 2 * width)


Scales = tuple[Scale, Scale]  # of value and of quality


@dataclass(frozen=True, slots=True)
class Placed:
    """The field of one idea; `turned_by` are the others without any one of which its class would differ."""

    idea: str
    letter: str  # A, B or C
    value: int  # its third, 0 the lowest
    quality: int
    turned_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NineFields:
    """All of a set, A first, with the scales that the set itself makes: without them a class says nothing."""

    value: Scale
    quality: Scale
    placed: tuple[Placed, ...]


def nine_fields(points: Points) -> NineFields | None:
    """None where the set makes no scale: fewer than two ideas, or all alike in value or in quality.

    What has no known value or no known quality is left out by the caller; it would be nowhere, not at 0.
    """
    scales = _scales(points)
    if scales is None:
        return None
    fewer = {other: _scales({name: point for name, point in points.items() if name != other}) for other in points}
    moving = {other: without for other, without in fewer.items() if without != scales}
    placed = [_placed(idea, point, scales, moving) for idea, point in points.items()]
    return NineFields(*scales, tuple(sorted(placed, key=lambda one: (one.letter, -one.value - one.quality, one.idea))))


def _scales(points: Points) -> Scales | None:
    if not points:
        return None
    value, quality = (Scale(min(side), max(side)) for side in zip(*points.values(), strict=True))
    return (value, quality) if value.least < value.most and quality.least < quality.most else None


def _placed(idea: str, point: tuple[float, float], scales: Scales, moving: Mapping[str, Scales | None]) -> Placed:
    """`moving` are the scales without each idea that holds one of their ends alone."""
    letter = _letter(point, scales)
    turned_by = [
        other
        for other, without in moving.items()
        if other != idea and (without is None or _letter(point, without) != letter)
    ]
    value, quality = scales
    return Placed(idea, letter, value.third(point[0]), quality.third(point[1]), tuple(turned_by))


def _letter(point: tuple[float, float], scales: Scales) -> str:
    value, quality = scales
    return CLASSES[value.third(point[0]) + quality.third(point[1])]
