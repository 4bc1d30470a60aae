"""Questions as fields of a form: what a template needs to draw one, with what was typed in it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.errors import FieldError
from domain.survey.answering import Filled
from domain.survey.questionnaire import Page
from domain.survey.questions import (
    Consent,
    Day,
    Likert,
    LongText,
    Multiple,
    Number,
    Option,
    Question,
    Ranking,
    ShortText,
    Single,
    Ten,
)
from domain.survey.reading import AnswerError
from kit.i18n import N_, Translator

PREFIX = "q."  # keys of questions are anybody's choice, and must not take the names of the form's own fields
Drawn = dict[str, Any]


def drawn(page: Page, filled: Filled, raw: Mapping[str, object], language: str) -> list[Drawn]:
    """The questions of a page that are shown."""
    return [_drawn(q, raw.get(q.key), language) for q in page.questions if q.key in filled.questions]


def _drawn(question: Question, raw: object, language: str) -> Drawn:
    common = {
        "kind": question.type,
        "name": PREFIX + question.key,
        "text": question.text.in_(language),
        "help": question.help.in_(language) if question.help is not None else "",
        "typed": _typed(raw),
    }
    return common | _own(question, raw, language)


def _own(question: Question, raw: object, language: str) -> Drawn:
    match question:
        case Single():
            return {"options": _options(question.options, language)}
        case Multiple():
            return {"options": _options(question.options, language), "most": question.at_most, "chosen": _many(raw)}
        case Ranking():
            return {"options": _options(question.options, language), "places": _places(raw)}
        case Likert():
            steps = enumerate(question.labels, start=question.scale_from)
            return {"options": [(str(number), label.in_(language)) for number, label in steps]}
        case Ten():
            return {"lowest": question.lowest.in_(language), "highest": question.highest.in_(language)}
        case Number():
            return {"unit": question.unit.in_(language) if question.unit is not None else ""} | _bounds(question)
        case ShortText() | LongText():
            return {"most": question.at_most}
        case Consent():
            return {"needed": question.required, "ticked": _typed(raw).lower() in ("on", "true", "yes", "1")}
    return {}


def _bounds(question: Number) -> Drawn:
    whole = question.minimum.is_integer() and question.maximum.is_integer()
    return {
        "least": int(question.minimum) if whole else question.minimum,
        "most": int(question.maximum) if whole else question.maximum,
    }


def _options(options: Iterable[Option], language: str) -> list[tuple[str, str]]:
    return [(option.key, option.text.in_(language)) for option in options]


def _typed(raw: object) -> str:
    if isinstance(raw, bool):
        return "true" if raw else ""
    return str(raw) if isinstance(raw, str | int | float) else ""


def _many(raw: object) -> list[str]:
    return [str(one) for one in raw] if isinstance(raw, list | tuple) else [_typed(raw)]


def _places(raw: object) -> dict[str, str]:
    if isinstance(raw, Mapping):
        return {str(key): str(place) for key, place in raw.items()}
    return {str(key): str(place) for place, key in enumerate(raw, 1)} if isinstance(raw, list | tuple) else {}


def field_errors(errors: Mapping[str, AnswerError]) -> list[FieldError]:
    """What is wrong, at the question it is wrong with."""
    return [FieldError(PREFIX + key, error.code, dict(_facts(error))) for key, error in errors.items()]


def _facts(error: AnswerError) -> Iterable[tuple[str, str | int]]:
    for name, fact in (error.facts or {}).items():
        yield name, fact if isinstance(fact, str | int) else str(fact)


def told(question: Question, value: object, say: Translator) -> str:
    """An answer in words, as it is shown before it is handed in."""
    if value is None:
        return ""
    own = _own(question, value, say.language)
    words = dict(own.get("options", ()))
    keys = value if isinstance(value, list | tuple) else (value,)
    match question:
        case Ranking():
            return "\n".join(f"{place}. {words.get(str(key), '')}" for place, key in enumerate(keys, 1))
        case Single() | Multiple() | Likert():
            return "\n".join(words.get(str(key), "") for key in keys)
        case Number():
            return f"{say.number(value)} {own['unit']}".strip() if isinstance(value, int | float) else ""
        case Day():
            return say.date(date.fromisoformat(str(value)))
        case Consent():
            return say.gettext(N_("Yes"))
    return str(value)
