"""What a pydantic model finds wrong, told to the person who wrote the file: the line, the key, what was meant."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kit.i18n import N_
from kit.problems import Problem, closest
from kit.yaml_lines import Lined, Where

MISSING = N_("The key “{key}” is missing in “{place}”.")
MISSING_AT_TOP = N_("The key “{key}” is missing.")
UNKNOWN = N_("The key “{key}” is not known here. Known: {known}.")
ONE_OF = N_("“{key}” is “{value}”, but must be one of: {known}.")
TEXT = N_("“{key}” must be text. Put it in quotation marks if it looks like a number.")
WHOLE = N_("“{key}” must be a whole number.")
YES_NO = N_("“{key}” must be true or false.")
ENTRIES = N_("“{key}” must be a list.")
KEYS = N_("“{key}” must have keys of its own.")
AT_LEAST = N_("“{key}” must be at least {limit}.")
AT_MOST = N_("“{key}” must be at most {limit}.")
TOO_LONG = N_("“{key}” is too long: at most {limit}.")
TOO_SHORT = N_("“{key}” must not be empty.")
SHAPE = N_("“{key}” is “{value}”, which does not have the form expected ({pattern}).")
DAY = N_("“{key}” must be a date such as 2026-12-31.")
CONTROL = N_("“{key}” holds control or invisible characters. Please type it again.")
ADDRESS = N_("“{value}” is not a usable e-mail address.")
ONE_LINE = N_("“{key}” must be one line.")
OTHER = N_("“{key}” cannot be used as it is: {reason}.")

SENTENCES: Mapping[str, str] = {
    "string_type": TEXT,
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing": WHOLE,
    "bool_type": YES_NO,
    "bool_parsing": YES_NO,
    "tuple_type": ENTRIES,
    "list_type": ENTRIES,
    "model_type": KEYS,
    "dict_type": KEYS,
    "greater_than_equal": AT_LEAST,
    "less_than_equal": AT_MOST,
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
    "string_too_short": TOO_SHORT,
    "too_short": TOO_SHORT,
    "string_pattern_mismatch": SHAPE,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "control_characters": CONTROL,
    "one_line": ONE_LINE,
    "bad_address": ADDRESS,
}
LIMITS = ("ge", "le", "max_length", "min_length")


def problems_of(error: ValidationError, read: Lined, model: type[BaseModel]) -> list[Problem]:
    """Everything the model found wrong, each with its line."""
    found = error.errors(include_url=False)
    misspelt = {(*d["loc"][:-1], _meant(d, model)) for d in found if d["type"] == "extra_forbidden"}
    left = [d for d in found if not (d["type"] == "missing" and d["loc"] in misspelt)]
    return [problem_of(details, model, read.line) for details in left]


def _meant(details: ErrorDetails, model: type[BaseModel]) -> str:
    return closest(str(details["loc"][-1]), keys_at(model, details["loc"][:-1]))


def problem_of(details: ErrorDetails, model: type[BaseModel], line: Callable[[Where], int]) -> Problem:
    """One thing the model found wrong."""
    where = details["loc"]
    kind, key = details["type"], _name(where)
    if kind == "missing":
        place = _path(where[:-1])
        sentence = MISSING if place else MISSING_AT_TOP
        return Problem(line(where), sentence, {"key": where[-1], "place": place})
    if kind == "extra_forbidden":
        known = keys_at(model, where[:-1])
        return Problem(line(where), UNKNOWN, {"key": key, "known": ", ".join(known)}, closest(key, known))
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", str(details.get("ctx", {}).get("expected", "")))
        facts = {"key": key, "value": _short(details["input"]), "known": ", ".join(filter(None, choices))}
        return Problem(line(where), ONE_OF, facts, closest(str(details["input"]), choices))
    return Problem(line(where), *_sentence(details, key))


def keys_at(model: type[BaseModel], where: Where) -> tuple[str, ...]:
    """The keys that the model knows at this place."""
    part: Any = model
    for step in where:
        part = next(_inside(part, step), None)
    return tuple(next((m for m in _models(part)), model).model_fields) if part is not None else ()


def _inside(part: Any, step: str | int) -> Iterator[Any]:
    for kind in _unwrapped(part):
        if isinstance(kind, type) and issubclass(kind, BaseModel) and step in kind.model_fields:
            yield kind.model_fields[str(step)].annotation
        elif isinstance(kind, type) and issubclass(kind, BaseModel) and _is_tag(kind, step):
            yield kind
        elif isinstance(step, int) and get_origin(kind) in (tuple, list):
            yield get_args(kind)[0]
        elif isinstance(step, str) and get_origin(kind) is dict:
            yield get_args(kind)[1]


def _is_tag(kind: type[BaseModel], step: str | int) -> bool:
    """Whether this step only says which model of a union it is."""
    return any(
        step in get_args(f.annotation) for f in kind.model_fields.values() if get_origin(f.annotation) is Literal
    )


def _models(part: Any) -> Iterator[type[BaseModel]]:
    return (kind for kind in _unwrapped(part) if isinstance(kind, type) and issubclass(kind, BaseModel))


def _unwrapped(part: Any) -> Iterator[Any]:
    origin = get_origin(part)
    if origin is Annotated:
        yield from _unwrapped(get_args(part)[0])
    elif origin in (Union, UnionType):
        for option in get_args(part):
            yield from _unwrapped(option)
    else:
        yield part


def _sentence(details: ErrorDetails, key: str) -> tuple[str, dict[str, object]]:
    context = details.get("ctx", {})
    kind = str(context["error"]) if details["type"] == "value_error" and "error" in context else details["type"]
    if kind not in SENTENCES:
        return OTHER, {"key": key, "reason": details["msg"]}
    limit = next((context[name] for name in LIMITS if name in context), "")
    facts = {"key": key, "value": _short(details["input"]), "limit": limit, "pattern": context.get("pattern", "")}
    return SENTENCES[kind], facts


def _name(where: Where) -> str:
    """The last key of a path; an entry of a list is named by its list."""
    return next((str(step) for step in reversed(where) if isinstance(step, str)), "")


def _path(where: Where) -> str:
    return ".".join(str(step) for step in where if isinstance(step, str))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
