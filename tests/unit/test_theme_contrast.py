"""The colours of the style sheet can be read: every declared pair, in light and in dark."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "api" / "static"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = {name: pair for name, *pair in PAIR.findall((STATIC / "tokens.css").read_text("utf-8"))}
GROUNDS = ("page", "surface", "raised")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-strong", "danger") for ground in GROUNDS),
    *((tone, f"{tone}-soft") for tone in ("accent", "info", "success", "warning", "danger")),
    *(("ink", f"{tone}-soft") for tone in ("accent", "info", "success", "warning", "danger")),
    *(("ink", f"heat-{side}-{strength}") for side in ("for", "against") for strength in (1, 2, 3)),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("danger-strong", "page"),
    ("on-bar", "bar"),
    ("on-bar-soft", "bar"),
    ("page", "ink-soft"),
]
EDGES = [
    *((edge, ground) for edge in ("control", "accent", "danger", "success", "warning", "info") for ground in GROUNDS),
    *(("focus", ground) for ground in (*GROUNDS, "accent-soft")),
    ("focus", "focus-gap"),
    ("focus-on-bar", "bar"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_controls_and_focus_stand_out_from_their_ground(edge: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[edge][scheme], TOKENS[ground][scheme]) >= 3


def test_black_on_white_has_the_contrast_everybody_knows() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_no_sheet_has_a_colour_of_its_own() -> None:
    """A colour outside tokens.css escapes the check above and the city's theme; paper is black and grey."""
    allowed = {"print.css": {"#888"}}
    for sheet in STATIC.glob("*.css"):
        if sheet.name != "tokens.css":
            found = set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text("utf-8")))
            assert found <= allowed.get(sheet.name, set()), f"{sheet.name}: name these in tokens.css: {found}"


def test_every_custom_property_in_use_is_declared() -> None:
    sheets = {sheet.name: sheet.read_text("utf-8") for sheet in STATIC.glob("*.css")}
    declared = set(re.findall(r"(--[\w-]+):", sheets["tokens.css"]))
    used = {name for text in sheets.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used <= declared


def test_nothing_is_loaded_from_elsewhere() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text("utf-8")
        assert "@import" not in text
        assert "url(" not in text
