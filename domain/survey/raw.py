"""What a form or the API can send for a number, a date or several texts; None where it is nothing of the kind."""

import re
from datetime import date, datetime

_WHOLE = re.compile(r"[-+\u2212]?[0-9]{1,15}")
_BROKEN = re.compile(r"[-+\u2212]?[0-9]{1,15}[.,][0-9]{1,10}")
# Keyboards for numbers have a comma and no full stop on German phones.
_GERMAN_DAY = re.compile(r"([0-9]{1,2})[.,] ?([0-9]{1,2})[.,] ?([0-9]{4})")


def as_texts(raw: object) -> list[str] | None:
    """A list of texts; a form's single tick comes alone, and its "no answer" as an empty text."""
    items = [raw] if isinstance(raw, str) else raw
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        return None
    return [item for item in items if item]


def as_whole(raw: object) -> int | None:
    if isinstance(raw, str) and _WHOLE.fullmatch(raw.strip()):
        return int(raw.strip().replace("\u2212", "-"))
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def as_number(raw: object) -> int | float | None:
    whole = as_whole(raw)
    if whole is not None:
        return whole
    if isinstance(raw, str) and _BROKEN.fullmatch(raw.strip()):
        return float(raw.strip().replace(",", ".").replace("\u2212", "-"))
    return raw if isinstance(raw, float) and abs(raw) < float("inf") else None


def as_date(raw: object) -> date | None:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str):
        return None
    german = _GERMAN_DAY.fullmatch(raw.strip())
    try:
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
        return date.fromisoformat(raw.strip())
    except ValueError:
        return None
