"""The contact budget as the settings write it: "1/7" is one mail within any seven days."""

import re
from collections.abc import Iterable

from pydantic import ValidationError

from domain.survey.contact import Budget, Window

WINDOW = re.compile(r"([0-9]{1,3})/([0-9]{1,3})")


def read_budget(windows: Iterable[str]) -> Budget:
    """All of them hold at once. Raises ValueError that says how to write it."""
    try:
        return Budget(windows=tuple(_window(text) for text in windows))
    except ValidationError:
        raise ValueError("write at most six parts, each at most 100 mails in at most 400 days") from None


def _window(text: str) -> Window:
    found = WINDOW.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no part of a contact budget; write mails and days as in 1/7,6/90")
    return Window(most=int(found[1]), days=int(found[2]))
