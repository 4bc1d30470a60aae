"""Reading forms: text in, a strict model out, or what is wrong field by field; what was typed is always kept."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from api import nonces
from api.errors import Elsewhere, FieldError, Invalid, Refused
from api.middleware import TooLarge
from api.services import Services

MAX_FIELDS = 200
M = TypeVar("M", bound=BaseModel)

# pydantic's error types → our codes
CODES: Mapping[str, str] = {
    "string_too_short": "input.missing",
    "string_unicode": "input.control_characters",
    "missing": "input.missing",
    "string_too_long": "input.too_long",
    "too_long": "input.too_many",
    "int_parsing": "input.number",
    "int_type": "input.number",
    "greater_than_equal": "input.number",
    "less_than_equal": "input.number",
    "date_from_datetime_parsing": "input.date",
    "date_type": "input.date",
    "date_parsing": "input.date",
    "enum": "input.choice",
    "literal_error": "input.choice",
    "string_pattern_mismatch": "input.choice",
    "extra_forbidden": "input.unknown_field",
}


# pydantic's names for a bound → the fact in our sentence
BOUNDS: Mapping[str, str] = {"max_length": "limit", "ge": "least", "le": "most"}
LARGEST = 10_000_000_000  # as the largest amount of an idea


class Form:
    """One submitted form: every field as text, several values where a name comes several times."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        self._items = items

    def one(self, name: str) -> str:
        """The value of a field, stripped; empty when it was not sent."""
        return next((value.strip() for key, value in self._items if key == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value.strip() for key, value in self._items if key == name and value.strip())

    def all(self) -> list[tuple[str, str]]:
        """Every field as it was sent, in order."""
        return list(self._items)

    def kept(self) -> list[tuple[str, str]]:
        """Every field with something in it, in order, but the nonce: to be sent again as it is."""
        return [(name, value) for name, value in self._items if name != nonces.FIELD and value.strip()]

    def values(self) -> dict[str, Any]:
        """What was typed, for showing the form again: a list where a name came more than once."""
        found: dict[str, Any] = {}
        for key, value in self._items:
            if key in found:
                earlier = found[key]
                found[key] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
            else:
                found[key] = value
        found.pop(nonces.FIELD, None)
        return found


async def read_form(request: Request) -> Form:
    """The fields of a form; files are not taken. Raises Refused for what is no form."""
    return await read_long_form(request, MAX_FIELDS)


async def read_long_form(request: Request, most: int) -> Form:
    """The same for a form with a row of fields for each of many things."""
    try:
        async with request.form(max_files=0, max_fields=most, max_part_size=200_000) as data:
            return Form([(key, value) for key, value in data.multi_items() if isinstance(value, str)])
    except TooLarge:
        raise
    except Exception as broken:
        if "exceeded maximum size" in str(getattr(broken, "detail", "")):  # Starlette says so in words only
            raise TooLarge from broken
        raise Refused("input.malformed") from broken


def check_nonce(request: Request, services: Services, form: Form, page: str) -> None:
    """Raises Refused unless the form came from our own page at this path, recently."""
    try:
        nonces.check(request, services, page, form.one(nonces.FIELD))
    except Elsewhere as elsewhere:
        elsewhere.typed = form.kept()
        raise


def build(model: type[M], data: Mapping[str, Any], names: Mapping[str, str] | None = None) -> M:
    """The strict model, or Invalid with the fields' names; `names` maps a model's path to a form's field."""
    try:
        return model.model_validate(dict(data))
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong, names)) from None


def field_errors(wrong: ValidationError, names: Mapping[str, str] | None = None) -> list[FieldError]:
    """One error a field, the first found; codes are ours, not the library's."""
    found: dict[str, FieldError] = {}
    for error in wrong.errors(include_url=False, include_input=False):
        path = ".".join(str(part) for part in error["loc"])
        name = (names or {}).get(path, path)
        found.setdefault(name, FieldError(name, _code(error), _facts(error)))
    return list(found.values())


def _code(error: Any) -> str:
    if error["type"] == "value_error":
        return "input." + str(error["ctx"]["error"])
    return CODES.get(error["type"], "input.wrong")


def _facts(error: Any) -> dict[str, str | int]:
    given = error.get("ctx", {})
    found = {name: given.get(theirs) for theirs, name in BOUNDS.items()}
    return {name: int(bound) for name, bound in found.items() if isinstance(bound, int | float)}


_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


def read_date(text: str) -> date | None:
    """A date as people write it, 31.3.2027 or 2027-03-31; None when nothing was written. Raises ValueError."""
    text = text.strip()
    if not text:
        return None
    german = _GERMAN.fullmatch(text)
    if german:
        day, month, year = (int(part) for part in german.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


def whole(text: str, otherwise: int) -> int:
    """A whole number of a hidden field, as our pages write it; anything else counts as the other one."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else otherwise


def date_field(form: Form, name: str) -> date | None:
    """The date in a field; raises Invalid naming the field."""
    try:
        return read_date(form.one(name))
    except ValueError:
        raise Invalid([FieldError(name, "input.date")]) from None


def number_field(form: Form, name: str) -> int | None:
    """The whole number in a field; thousands points, blanks and the euro sign are let through. Raises Invalid."""
    text = re.sub(r"[.\s\u00a0\u202f]|€|EUR", "", form.one(name))
    if not text:
        return None
    if re.fullmatch(r"[-−][0-9]+", text):
        raise Invalid([FieldError(name, "input.number", {"least": 0})])
    if not re.fullmatch(r"[0-9]+", text):
        raise Invalid([FieldError(name, "input.number")])
    if len(text.lstrip("0")) > 12:
        raise Invalid([FieldError(name, "input.number", {"most": LARGEST})])
    return int(text)
