"""What all of the API takes and gives: strict models with examples, bounded lengths, nothing coerced."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from domain.comments.words import Audience
from domain.happenings.base import Id, Model, Sentence

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _written_day(value: object) -> object:
    """A day comes as 2027-03-31 and as nothing else: a number would be taken for seconds since 1970."""
    if value is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("date")


Day = Annotated[date | None, Field(strict=False), BeforeValidator(_written_day)]


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [values]})


class CommentIn(Model):
    """A comment: `office`, `reviewers` (whoever is asked, and the office) or `public`; about one task, or the idea."""

    model_config = _example(comment="Der Platz gehört der Kirche.", audience="office", task="")
    comment: Sentence
    audience: Annotated[Audience, Field(strict=False)]
    task: Id | Annotated[str, Field(max_length=0)] = ""


class Out(BaseModel):
    """What is given back."""

    model_config = ConfigDict(frozen=True)


class Receipt(Out):
    """What became of what was sent: done, or received and not yet processed (202)."""

    model_config = _example(status="done", number="2026-0042", url="https://ideen.example.org/api/v1/ideas/2026-0042")
    status: Literal["done", "received"]
    number: str
    url: str


class FieldProblem(Out):
    """What is wrong with one field of a request."""

    field: str
    code: str
    detail: str


class Problem(Out):
    """RFC 9457: what went wrong, with a stable code and a sentence in the language of the request."""

    model_config = _example(
        type="https://ideen.example.org/api/v1/problems#input.invalid",
        title="input.invalid",
        status=422,
        code="input.invalid",
        detail="Einige Angaben können nicht angenommen werden. Korrigieren Sie, was errors nennt, …",
        errors=[{"field": "title", "code": "input.missing", "detail": "Bitte füllen Sie dieses Feld aus."}],
    )
    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldProblem] = []  # field by field, when the input could not be taken


class ExportIn(Model):
    """What of a wave's results is wanted, and as what."""

    model_config = _example(what="figures", format="csv")
    what: Literal["figures", "trend", "rows", "texts"]
    format: Literal["csv", "csv_comma", "xlsx", "json", "sav"]
