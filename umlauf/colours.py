"""Contrast of colours, as WCAG 2.2 defines it."""

import re

SHAPE = re.compile(r"#[0-9a-fA-F]{6}")


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of #rrggbb on white: 1 is the same colour, 21 is black."""
    if not SHAPE.fullmatch(colour):
        raise ValueError(f"{colour} is no colour; write it as #rrggbb")
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
