"""A canvas or a story map to look at: boxes with their places on the sheet, or a table of activities and releases."""

from typing import Any

from domain.canvas.blueprint import Blueprint, Box, Shape
from domain.canvas.content import Content

FULL = 1_400  # characters from which a printed sheet needs smaller letters to stay one page


def sheet(blueprint: Blueprint, content: Content, language: str) -> dict[str, Any]:
    """Everything `canvas/sheet.html` shows."""
    letters = sum(len(text) for text in content.boxes.values()) + _letters(content)
    return {
        "id": blueprint.id,
        "title": blueprint.title.in_(language),
        "source": blueprint.source.in_(language),
        "story_map": blueprint.shape is Shape.STORY_MAP,
        "boxes": [_box(box, content, language) for box in blueprint.boxes],
        "releases": content.releases,
        "activities": content.activities,
        "full": letters > FULL or content.steps > 10,
    }


def _letters(content: Content) -> int:
    return sum(len(text) for one in content.activities for step in one.steps for text in (step.title, *step.stories))


def _box(box: Box, content: Content, language: str) -> dict[str, Any]:
    place = f"at-column-{box.column} at-row-{box.row} wide-{box.columns} high-{box.rows}"
    lines = [line for line in content.boxes.get(box.id, "").split("\n") if line.strip()]
    return {"id": box.id, "title": box.title.in_(language), "place": place, "lines": lines}
