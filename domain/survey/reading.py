"""One raw answer, as a form or the API sends it, read as the value its question asks for, or refused with a code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from domain.happenings.base import LongText as CleanText
from domain.survey.branching import Value
from domain.survey.questions import (
    Asked,
    Consent,
    Day,
    FreeText,
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
from domain.survey.raw import as_date, as_number, as_texts, as_whole

_ON = frozenset({"on", "true", "yes", "1"})
_OFF = frozenset({"off", "false", "no", "0"})
_CLEAN: TypeAdapter[str] = TypeAdapter(CleanText)


@dataclass(frozen=True, slots=True)
class AnswerError:
    """Why an answer cannot be taken: a stable code and the facts for the sentence."""

    code: str
    facts: Mapping[str, str | int | float] | None = None


Read = Value | AnswerError | None


def read_answer(question: Asked, raw: object) -> Read:
    """The value, None where nothing was answered, or what is wrong with it. Reading a value again gives it again."""
    if raw is None or raw == "" or (isinstance(raw, str) and not raw.strip()):
        return None
    return _READERS[type(question)](question, raw)


def _single(question: Single, raw: object) -> Read:
    (chosen,) = raw if isinstance(raw, list | tuple) and len(raw) == 1 else (raw,)
    keys = {option.key for option in question.options}
    return chosen if isinstance(chosen, str) and chosen in keys else AnswerError("answer.not_an_option")


def _multiple(question: Multiple, raw: object) -> Read:
    given = as_texts(raw)
    keys = [option.key for option in question.options]
    if given is None or not set(given) <= set(keys):
        return AnswerError("answer.not_an_option")
    chosen = tuple(key for key in keys if key in given)
    if question.at_most is not None and len(chosen) > question.at_most:
        return AnswerError("answer.too_many", {"most": question.at_most})
    return chosen or None


def _ranking(question: Ranking, raw: object) -> Read:
    """The keys in order, or (from numbered selects) the place of each key."""
    ordered = _by_place(raw) if isinstance(raw, Mapping) else as_texts(raw)
    if isinstance(ordered, AnswerError):
        return ordered
    if ordered is None or not set(ordered) <= {option.key for option in question.options}:
        return AnswerError("answer.not_an_option")
    if len(set(ordered)) != len(ordered):
        return AnswerError("answer.place_twice")
    return tuple(ordered) or None


def _by_place(raw: Mapping[Any, Any]) -> list[str] | AnswerError:
    """Places must be 1, 2, 3 … without a gap; options without one are left out."""
    numbers = {str(key): as_whole(place) for key, place in raw.items() if place not in (None, "")}
    if None in numbers.values():
        return AnswerError("answer.not_a_place")
    places = sorted((place, key) for key, place in numbers.items() if place is not None)
    given = [place for place, _ in places]
    if len(set(given)) != len(given):
        return AnswerError("answer.place_twice")
    if given != list(range(1, len(given) + 1)):
        return AnswerError("answer.place_missing")
    return [key for _, key in places]


def _likert(question: Likert, raw: object) -> Read:
    return _step(raw, question.scale_from, question.scale_to)


def _ten(question: Ten, raw: object) -> Read:
    return _step(raw, 0, 10)


def _step(raw: object, lowest: int, highest: int) -> Read:
    step = as_whole(raw)
    return step if step is not None and lowest <= step <= highest else AnswerError("answer.not_a_step")


def _number(question: Number, raw: object) -> Read:
    number = as_whole(raw) if question.whole else as_number(raw)
    if number is None:
        return AnswerError("answer.not_a_whole_number" if question.whole else "answer.not_a_number")
    if number < question.minimum:
        return AnswerError("answer.too_small", {"least": _plain(question.minimum)})
    return number if number <= question.maximum else AnswerError("answer.too_large", {"most": _plain(question.maximum)})


def _plain(limit: float) -> int | float:
    """100 rather than 100.0, for the sentence."""
    return int(limit) if limit.is_integer() else limit


def _day(question: Day, raw: object) -> Read:
    day = as_date(raw)
    if day is None:
        return AnswerError("answer.not_a_date")
    if question.earliest is not None and day < question.earliest:
        return AnswerError("answer.too_early", {"earliest": question.earliest.isoformat()})
    if question.latest is not None and day > question.latest:
        return AnswerError("answer.too_late", {"latest": question.latest.isoformat()})
    return day.isoformat()


def _text(question: FreeText, raw: object) -> Read:
    if not isinstance(raw, str):
        return AnswerError("answer.not_a_text")
    try:
        text = _CLEAN.validate_python(raw)
    except ValidationError as error:
        too_long = error.errors()[0]["type"] == "string_too_long"
        facts = {"most": question.at_most} if too_long else None
        return AnswerError("answer.too_long" if too_long else "answer.control_characters", facts)
    if isinstance(question, ShortText) and ("\n" in text or "\t" in text):
        return AnswerError("answer.one_line")
    return text or None if len(text) <= question.at_most else AnswerError("answer.too_long", {"most": question.at_most})


def _consent(question: Consent, raw: object) -> Read:
    """True or nothing: a box that is not ticked says nothing."""
    if isinstance(raw, bool):
        return raw or None
    said = raw.strip().lower() if isinstance(raw, str) else ""
    if said in _OFF:
        return None
    return True if said in _ON else AnswerError("answer.not_yes_or_no")


def _info(question: Info, raw: object) -> Read:
    return AnswerError("answer.not_asked")


_READERS: Mapping[type[Asked], Callable[[Any, object], Read]] = {
    Single: _single,
    Multiple: _multiple,
    Likert: _likert,
    Ten: _ten,
    Number: _number,
    Day: _day,
    ShortText: _text,
    LongText: _text,
    Ranking: _ranking,
    Consent: _consent,
    Info: _info,
}
