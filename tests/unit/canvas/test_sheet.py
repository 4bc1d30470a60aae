"""How large the letters of a printed sheet are: as large as every box allows, on several pages where none would do."""

from pathlib import Path

import pytest

from api.canvas_sheet import sheet
from domain.canvas.content import Content
from umlauf.reference_file import load_blueprint

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt" / "canvases"
PRODUCT, MAP = (load_blueprint(EXAMPLE / f"{name}.yaml") for name in ("product", "story_map"))


@pytest.mark.parametrize(
    ("text", "size"),
    [("", ""), ("Ein Satz.", ""), ("x" * 500, ""), ("x" * 700, "sheet-full"), ("x" * 4_000, "sheet-over")],
)
def test_the_letters_shrink_with_the_fullest_box(text: str, size: str) -> None:
    assert sheet(PRODUCT, Content(boxes={"vision": text}), "de")["size"] == size


def test_short_lines_take_room_too() -> None:
    assert sheet(PRODUCT, Content(boxes={"vision": "\n".join("abcdefghijklmno")}), "de")["size"] == "sheet-over"


def test_a_story_map_with_many_steps_is_printed_smaller() -> None:
    def told(steps: int) -> str:
        content = Content.model_validate({"activities": [{"title": "A", "steps": [{"title": "S"}] * steps}]})
        return str(sheet(MAP, content, "en")["size"])

    assert (told(10), told(11)) == ("", "sheet-full")
