"""A sheet: what one person handed in, as text; the one form in which answers are sealed, kept and read back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.survey.branching import Value, Values
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import (
    Asked,
    Choosing,
    Consent,
    Day,
    Info,
    Likert,
    LongText,
    Multiple,
    Number,
    Ranking,
    ShortText,
    Single,
    Ten,
)

UNIT = 80 * 4  # bytes of the longest id of a unit
FRAME = len('{"unit":"","values":{}}')
CHARACTER = 4  # bytes of UTF-8 at most; what JSON escapes in two is no longer


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers, and the unit they are counted with; whose they are is not on it."""

    unit: str
    values: Values


def written(sheet: Sheet) -> str:
    """The sheet as it is sealed."""
    return _text({"unit": sheet.unit, "values": dict(sheet.values)})


def read(text: str) -> Sheet:
    """The sheet that `written` gave."""
    found = json.loads(text)
    return Sheet(found["unit"], _values(found["values"]))


def written_values(values: Values) -> str:
    """The answers alone, as they are kept."""
    return _text(dict(values))


def read_values(text: str) -> dict[str, Value]:
    """The answers that `written_values` gave."""
    return _values(json.loads(text))


def longest(questionnaire: Questionnaire) -> int:
    """Bytes of the longest sheet there can be: every sheet is padded to it, so that a length tells nothing."""
    answers = (len(q.key) + len('"":,') + _LONGEST[type(q)](q) for q in questionnaire.questions)
    return FRAME + UNIT + sum(answers)


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _values(found: Mapping[str, Any]) -> dict[str, Value]:
    """JSON knows no tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in found.items()}


def _of_choices(question: Choosing) -> int:
    return len("[]") + sum(len(option.key) + len('"",') for option in question.options)


def _of_text(question: ShortText | LongText) -> int:
    return len('""') + question.at_most * CHARACTER


_LONGEST: Mapping[type[Asked], Callable[[Any], int]] = {
    Single: _of_choices,
    Multiple: _of_choices,
    Ranking: _of_choices,
    Likert: lambda _: len("-10"),
    Ten: lambda _: len("10"),
    Number: lambda _: len("-999999999999.1234567890123"),
    Day: lambda _: len('"2026-12-31"'),
    ShortText: _of_text,
    LongText: _of_text,
    Consent: lambda _: len("true"),
    Info: lambda _: 0,
}
