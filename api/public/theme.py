"""The colour of the house as a style sheet: darkened or lightened until every text on it and in it can be read."""

from dataclasses import dataclass

READABLE = 4.6  # a little above 4.5, since channels are rounded
LIGHT_BEHIND = ("#ffffff", "#f2f5f7", "#e2eff5")
DARK_BEHIND = ("#12181d", "#1b2329", "#232d35", "#17323f")
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """Accents for both schemes, as #rrggbb."""

    light: str
    light_strong: str
    dark: str
    dark_strong: str
    bar: str

    @property
    def css(self) -> str:
        """What overrides the sheet of the product."""
        return (
            ":root {\n"
            f"  --accent: light-dark({self.light}, {self.dark});\n"
            f"  --accent-strong: light-dark({self.light_strong}, {self.dark_strong});\n"
            f"  --bar: light-dark({self.bar}, #0a0f13);\n"
            "}\n"
        )


def theme(colour: str) -> Theme:
    """The theme of a house colour, given as #rrggbb."""
    own = _rgb(colour)
    light = _until_readable(own, BLACK, LIGHT_BEHIND)
    dark = _until_readable(own, WHITE, DARK_BEHIND)
    return Theme(
        _hex(light), _hex(_mixed(light, BLACK, 0.3)), _hex(dark), _hex(_mixed(dark, WHITE, 0.35)),
        _hex(_mixed(_until_readable(own, BLACK, LIGHT_BEHIND), BLACK, 0.45)),
    )  # fmt: skip


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _until_readable(colour: Rgb, towards: Rgb, behind: tuple[str, ...]) -> Rgb:
    for step in range(101):
        mixed = _mixed(colour, towards, step / 100)
        if all(contrast(_hex(mixed), other) >= READABLE for other in behind):
            return mixed
    return towards


def _mixed(colour: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)
