"""Blueprints are checked with file and line, contents by their blueprint, versions are compared word by word."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canvas.blueprint import Blueprint, Shape
from domain.canvas.comparing import Mark, differences, words
from domain.canvas.content import Content, begun, check
from domain.errors import DefinitionBroken, RuleBroken
from umlauf.reference_file import load_blueprint

EXAMPLE = Path(__file__).parents[3] / "examples" / "norderstedt" / "canvases"
GOOD = (EXAMPLE / "product.yaml").read_text(encoding="utf-8")


def problems(folder: Path, text: str) -> list[str]:
    file = folder / "canvas.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionBroken) as broken:
        load_blueprint(file)
    return [problem.removeprefix(str(folder)) for problem in broken.value.problems]


@pytest.mark.parametrize(
    ("name", "shape", "boxes"),
    [("business_model", Shape.BOXES, 9), ("product", Shape.BOXES, 5), ("story_map", Shape.STORY_MAP, 0)],
)
def test_the_blueprints_of_the_example_work_and_come_back_from_their_text(name: str, shape: Shape, boxes: int) -> None:
    blueprint = load_blueprint(EXAMPLE / f"{name}.yaml")
    assert (blueprint.shape, len(blueprint.boxes)) == (shape, boxes)
    assert Blueprint.from_text(blueprint.text) == blueprint


def test_a_misspelt_key_is_told_with_its_line_and_what_was_meant(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD.replace("shape: boxes", "shaep: boxes"))
    assert told[0].startswith("/canvas.yaml:6: The key “shaep” is not known here.")
    assert told[0].endswith("Did you mean “shape”?")


@pytest.mark.parametrize(
    ("wrong", "right", "code", "line"),
    [
        ("id: measures", "id: vision", "is there twice", 15),
        ("columns: 3\n", "columns: 9\n", "reaches over the edge", 36),
        ("row: 3\n", "row: 2\n", "lies over the box “vision”", 22),
        ("shape: boxes", "shape: story_map", "A story map has no boxes", 7),
    ],
)
def test_what_cannot_work_is_told_with_its_line(tmp_path: Path, wrong: str, right: str, code: str, line: int) -> None:
    told = problems(tmp_path, GOOD.replace(wrong, right))
    assert any(one.startswith(f"/canvas.yaml:{line}: ") and code in one for one in told), told


def test_a_story_map_without_releases_and_boxes_without_boxes(tmp_path: Path) -> None:
    story = (EXAMPLE / "story_map.yaml").read_text(encoding="utf-8")
    assert "needs at least one release" in problems(tmp_path, story.partition("releases:")[0])[0]
    told = problems(tmp_path, story.replace("shape: story_map", "shape: boxes"))
    assert [one for one in told if "Only a story map has releases" in one and ":8:" in one], told


# Contents


def filled(**content: Any) -> Content:
    return Content.model_validate(content)


STEP = {"title": "Suchen", "stories": ["Ich suche nach Ort.", ""]}
MAP = filled(releases=("Eins", "Zwei"), activities=[{"title": "Finden", "steps": [STEP]}])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("product", filled(boxes={"nothing": "x"}), "canvas.box_unknown"),
        ("product", MAP, "canvas.box_unknown"),
        ("story_map", filled(activities=[{"title": "A", "steps": [STEP]}]), "canvas.release_missing"),
        (
            "story_map",
            filled(activities=[{"title": "A", "steps": [{"title": "s"}] * 16}] * 2),
            "canvas.too_many_steps",
        ),
    ],
)
def test_what_a_blueprint_has_no_place_for_is_refused(name: str, content: Content, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(load_blueprint(EXAMPLE / f"{name}.yaml"), content)
    assert refused.value.code == code


def test_a_story_map_begins_with_the_releases_of_its_blueprint_in_the_language_of_whoever_begins() -> None:
    blueprint = load_blueprint(EXAMPLE / "story_map.yaml")
    assert begun(blueprint, "en").releases == ("First release", "Second release", "Later")
    assert begun(blueprint, "de").empty
    check(blueprint, MAP)
    assert not MAP.empty


# Comparing


def test_words_that_went_and_came_stand_where_they_are_read() -> None:
    assert words("Wir bauen drei Bänke", "Wir bauen vier Bänke") == (
        (Mark.KEPT, "Wir bauen "),
        (Mark.GONE, "drei"),
        (Mark.NEW, "vier"),
        (Mark.KEPT, " Bänke"),
    )


def test_places_that_differ_are_told_and_no_others() -> None:
    before, after = filled(boxes={"a": "gleich", "b": "alt", "c": "weg"}), filled(boxes={"a": "gleich", "b": "neu"})
    assert [(one.place, one.words) for one in differences(before, after)] == [
        (("b",), ((Mark.GONE, "alt"), (Mark.NEW, "neu"))),
        (("c",), ((Mark.GONE, "weg"),)),
    ]


def test_stories_of_a_map_are_compared_by_activity_step_and_release() -> None:
    step = {"title": "Suchen", "stories": ["Ich suche nach Ort.", "Und nach Zeit."]}
    after = filled(releases=("Eins", "Zwei"), activities=[{"title": "Finden", "steps": [step]}])
    assert [(one.place, one.words) for one in differences(MAP, after)] == [
        (("Finden", "Suchen", "Zwei"), ((Mark.NEW, "Und nach Zeit."),))
    ]


def test_steps_called_alike_are_kept_apart() -> None:
    twice = filled(releases=("E",), activities=[{"title": "A", "steps": [{"title": "s"}, {"title": "s"}]}])
    once = filled(releases=("E",), activities=[{"title": "A", "steps": [{"title": "s"}]}])
    assert [one.place for one in differences(once, twice)] == [("A", "s (2)")]


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_both_texts_can_be_read_from_the_comparison(before: str, after: str) -> None:
    found = words(before, after)
    assert "".join(text for mark, text in found if mark is not Mark.NEW) == before
    assert "".join(text for mark, text in found if mark is not Mark.GONE) == after
