"""A blueprint: the boxes of a canvas and where they lie, or the releases of a story map; as data, frozen."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import combinations
from typing import Annotated, Literal

from pydantic import Field

from domain.definition import Code, Titled, Words
from domain.finding import Finding
from domain.published import Published

COLUMNS, ROWS = 10, 8  # the finest grid a canvas may be drawn on


class Shape(StrEnum):
    """What is filled in."""

    BOXES = "boxes"
    STORY_MAP = "story_map"


class Box(Titled):
    """One box: what belongs into it, and where it lies on the sheet, counted from its top left corner."""

    hint: Words
    column: Annotated[int, Field(ge=1, le=COLUMNS)]
    row: Annotated[int, Field(ge=1, le=ROWS)]
    columns: Annotated[int, Field(ge=1, le=COLUMNS)] = 1
    rows: Annotated[int, Field(ge=1, le=ROWS)] = 1

    @property
    def cells(self) -> frozenset[tuple[int, int]]:
        """The cells of the sheet that it takes."""
        across = range(self.column, self.column + self.columns)
        return frozenset((x, y) for x in across for y in range(self.row, self.row + self.rows))


class Blueprint(Published):
    """The whole file."""

    format: Literal["umlauf.canvas/1"]
    id: Code
    title: Words
    source: Words  # whose canvas it is
    shape: Shape
    boxes: Annotated[tuple[Box, ...], Field(max_length=30)] = ()
    releases: Annotated[tuple[Words, ...], Field(max_length=4)] = ()  # of a story map, as it begins


def check_blueprint(blueprint: Blueprint) -> Iterator[Finding]:
    """Everything that cannot work: boxes twice, off the sheet or over one another, or none where they are needed."""
    if blueprint.shape is Shape.STORY_MAP:
        if blueprint.boxes:
            yield Finding(("boxes",), "boxes_of_a_story_map")
        if not blueprint.releases:
            yield Finding(("releases",), "releases_missing")
        return
    if blueprint.releases:
        yield Finding(("releases",), "releases_of_boxes")
    if not blueprint.boxes:
        yield Finding(("boxes",), "boxes_missing")
    yield from _boxes(blueprint)


def _boxes(blueprint: Blueprint) -> Iterator[Finding]:
    ids = [box.id for box in blueprint.boxes]
    for index, box in enumerate(blueprint.boxes):
        if box.id in ids[:index]:
            yield Finding(("boxes", index, "id"), "box_twice", {"name": box.id})
        if box.column + box.columns - 1 > COLUMNS or box.row + box.rows - 1 > ROWS:
            yield Finding(("boxes", index), "box_off_sheet", {"name": box.id, "columns": COLUMNS, "rows": ROWS})
    for (_, one), (index, other) in combinations(enumerate(blueprint.boxes), 2):
        if one.cells & other.cells:
            yield Finding(("boxes", index), "boxes_overlap", {"name": other.id, "other": one.id})
