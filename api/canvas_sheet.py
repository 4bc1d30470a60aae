"""A canvas or a story map to look at: boxes with their places on the sheet, or a table of activities and releases."""

from math import ceil
from typing import Any

from domain.canvas.blueprint import Blueprint, Box, Shape
from domain.canvas.content import Content

# What a cell of the printed sheet holds: letters in a line, and lines; by the size of the letters, the larger first.
SIZES = (("", 15, 4.8), ("sheet-full", 19, 6.9))
OVER = "sheet-over"  # more than a page holds: it is printed on several
MANY_STEPS = 10  # from which a story map needs smaller letters


def sheet(blueprint: Blueprint, content: Content, language: str) -> dict[str, Any]:
    """Everything `canvas/sheet.html` shows."""
    story_map = blueprint.shape is Shape.STORY_MAP
    return {
        "id": blueprint.id,
        "title": blueprint.title.in_(language),
        "source": blueprint.source.in_(language),
        "story_map": story_map,
        "boxes": [_box(box, content, language) for box in blueprint.boxes],
        "releases": content.releases,
        "activities": content.activities,
        "size": ("sheet-full" if content.steps > MANY_STEPS else "") if story_map else _size(blueprint, content),
    }


def _size(blueprint: Blueprint, content: Content) -> str:
    """The largest letters by which every box holds its text on one page."""
    for name, letters, lines in SIZES:
        if all(_lines(box, content, letters) <= lines * box.rows for box in blueprint.boxes):
            return name
    return OVER


def _lines(box: Box, content: Content, letters: int) -> int:
    """How many lines the box needs, with one for its title."""
    texts = content.boxes.get(box.id, "").split("\n")
    return 1 + sum(max(1, ceil(len(text) / (letters * box.columns))) for text in texts if text.strip())


def _box(box: Box, content: Content, language: str) -> dict[str, Any]:
    place = f"at-column-{box.column} at-row-{box.row} wide-{box.columns} high-{box.rows}"
    lines = [line for line in content.boxes.get(box.id, "").split("\n") if line.strip()]
    return {"id": box.id, "title": box.title.in_(language), "place": place, "lines": lines}
