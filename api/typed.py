"""What somebody typed, a field at a time: taken as happenings take it, with what is wrong said at its field."""

import re
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from api.errors import FieldError, Invalid
from api.forms import Form, field_errors
from domain.errors import RuleBroken
from domain.happenings.base import MaybeSentence, ShortLine

_LINE: TypeAdapter[str] = TypeAdapter(ShortLine)
_WORDS: TypeAdapter[str] = TypeAdapter(MaybeSentence)
AN_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def line(form: Form, name: str, wrong: list[FieldError]) -> str:
    """One line of text, as happenings take it."""
    return _checked(_LINE, form.one(name), name, wrong)


def words_of(form: Form, name: str, wrong: list[FieldError]) -> str:
    """What somebody wrote, as happenings take it."""
    return _checked(_WORDS, form.one(name), name, wrong)


def _checked(kind: TypeAdapter[str], text: str, name: str, wrong: list[FieldError]) -> str:
    try:
        return kind.validate_python(text)
    except ValidationError as broken:
        wrong.extend(FieldError(name, error.code, error.facts) for error in field_errors(broken))
        return text


def id_of(form: Form, name: str, wrong: list[FieldError]) -> str:
    """An id of a field with choices; whether there is such a thing is for the database to say."""
    given = form.one(name)
    if given and not AN_ID.fullmatch(given):
        wrong.append(FieldError(name, "input.choice"))
        return ""
    return given


def at_field(rule: RuleBroken, fields: Mapping[str, str]) -> Invalid:
    """What a rule says, at the field it speaks of."""
    facts = {name: value for name, value in rule.facts.items() if value is not None}
    return Invalid([FieldError(fields.get(rule.code, ""), rule.code, facts)])
