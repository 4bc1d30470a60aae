"""What a pydantic model finds wrong, told to the person who wrote the file: the line, the key, what was meant."""

import re
from collections.abc import Callable, Collection, Mapping
from itertools import chain

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kit.i18n import N_
from kit.model_places import forms_at, in_file, keys_at
from kit.problems import Problem, closest
from kit.yaml_lines import Lined, Where

MISSING = N_("The key “{key}” is missing in “{place}”.")
MISSING_AT_TOP = N_("The key “{key}” is missing.")
UNKNOWN = N_("The key “{key}” is not known here. Known: {known}.")
ONE_OF = N_("“{key}” is “{value}”, but must be one of: {known}.")
TEXT = N_("“{key}” must be text. Put it in quotation marks if it looks like a number.")
WHOLE = N_("“{key}” must be a whole number.")
NUMBER = N_("“{key}” must be a number.")
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
COMPARABLE = N_("“{key}” must be text, a number, true or false, or a list of these.")
FORMS = N_("“{key}” is in none of the forms that are possible here. Please give it the keys of one: {forms}.")
OTHER = N_("“{key}” cannot be used as it is: {reason}.")

SENTENCES: Mapping[str, str] = {
    "string_type": TEXT,
    "int_type": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": YES_NO,
    "bool_parsing": YES_NO,
    "tuple_type": ENTRIES,
    "list_type": ENTRIES,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
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
    "not_comparable": COMPARABLE,
}
LIMITS = ("ge", "le", "max_length", "min_length")


def problems_of(error: ValidationError, read: Lined, model: type[BaseModel]) -> list[Problem]:
    """Everything the model found wrong, each with its line, and each once."""
    found = error.errors(include_url=False)
    misspelt = {(*d["loc"][:-1], _meant(d, model)) for d in found if d["type"] == "extra_forbidden"}
    around = {d["loc"][:depth] for d in found for depth in range(len(d["loc"]))}
    told_already = {"missing": misspelt, "too_short": around}  # a list is counted without what is wrong inside it
    left = [d for d in found if d["loc"] not in told_already.get(d["type"], ())]
    return [problem_of(details, model, read.line) for details in left]


def _meant(details: ErrorDetails, model: type[BaseModel]) -> str:
    return closest(str(details["loc"][-1]), keys_at(model, details["loc"][:-1]))


def problem_of(details: ErrorDetails, model: type[BaseModel], line: Callable[[Where], int]) -> Problem:
    """One thing the model found wrong."""
    where = in_file(model, details["loc"])
    kind, key = details["type"], _name(where)
    if kind == "missing":
        return _missing(where, line)
    if kind == "extra_forbidden":
        return _unknown(where, keys_at(model, details["loc"][:-1]), line)
    if kind in ("enum", "literal_error"):
        return Problem(line(where), *_one_of(key, details["input"], _context(details, "expected")))
    if kind == "union_tag_invalid":
        named = _quoted(_context(details, "discriminator"))[0]
        said = _one_of(named, _context(details, "tag"), _context(details, "expected_tags"))
        return Problem(line((*where, named)), *said)
    if kind == "union_tag_not_found":
        return _formless(details, where, forms_at(model, details["loc"]), line)
    return Problem(line(where), *_sentence(details, key))


def _missing(where: Where, line: Callable[[Where], int]) -> Problem:
    place = _path(where[:-1])
    return Problem(line(where), MISSING if place else MISSING_AT_TOP, {"key": where[-1], "place": place})


def _unknown(where: Where, known: Collection[str], line: Callable[[Where], int]) -> Problem:
    key = str(where[-1])
    return Problem(line(where), UNKNOWN, {"key": key, "known": ", ".join(known)}, closest(key, known))


def _one_of(key: str, value: object, expected: str) -> tuple[str, dict[str, object], str]:
    choices = _quoted(expected)
    facts: dict[str, object] = {"key": key, "value": _short(value), "known": ", ".join(filter(None, choices))}
    return ONE_OF, facts, closest(str(value), choices)


def _formless(
    details: ErrorDetails, where: Where, forms: list[tuple[str, ...]], line: Callable[[Where], int]
) -> Problem:
    """Which model of a union was meant cannot be told: the key that says so is missing, misspelt, or there is none."""
    named = _quoted(_context(details, "discriminator"))
    known = [key for key in dict.fromkeys(chain(*forms)) if not named or all(key in form for form in forms)]
    given = details["input"] if isinstance(details["input"], dict) else {}
    misspelt = next((k for k in given if k not in known and closest(k, known) in (named or known)), None)
    if misspelt is not None:
        return _unknown((*where, misspelt), known, line)
    if named:
        return _missing((*where, named[0]), line)
    return Problem(line(where), FORMS, {"key": _name(where), "forms": " / ".join(", ".join(form) for form in forms)})


def _context(details: ErrorDetails, name: str) -> str:
    return str(details.get("ctx", {}).get(name, ""))


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


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
