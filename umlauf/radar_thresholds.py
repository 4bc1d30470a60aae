"""Thresholds of the radar as the settings write them: "open_tasks=12" changes one, all others keep their default."""

from collections.abc import Iterable

from pydantic import ValidationError

from domain.radar.thresholds import DEFAULTS, Thresholds


def read_thresholds(parts: Iterable[str]) -> Thresholds:
    """All of them. Raises ValueError that says which part is wrong, and what there is."""
    given: dict[str, int] = {}
    for part in parts:
        name, _, number = (piece.strip() for piece in part.partition("="))
        if name not in Thresholds.model_fields:
            raise ValueError(f"{name} is no threshold of the radar; there are {', '.join(Thresholds.model_fields)}")
        if not number.isascii() or not number.isdecimal():
            raise ValueError(f"write the threshold {name} as in {name}={getattr(DEFAULTS, name)}")
        given[name] = int(number)
    try:
        return Thresholds.model_validate(given)
    except ValidationError as wrong:
        name = str(wrong.errors()[0]["loc"][0])
        raise ValueError(f"{name}={given[name]} is out of range; the default is {getattr(DEFAULTS, name)}") from None
