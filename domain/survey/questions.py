"""The kinds of questions as data: every one may be left unanswered, but for a consent that is needed."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.condition import Condition
from domain.definition import Code, Part
from domain.happenings.base import MaybeSentence

Limit = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class Text(Part):
    """One text in both languages; a language that is missing stays empty and is a visible gap."""

    de: MaybeSentence = ""
    en: MaybeSentence = ""

    def in_(self, language: str) -> str:
        """The text in this language, or in the other one where there is none."""
        return (self.en or self.de) if language == "en" else (self.de or self.en)


class Option(Part):
    """One possible answer; its key stays the same over versions and languages."""

    key: Code
    text: Text


Options = Annotated[tuple[Option, ...], Field(min_length=2, max_length=60)]


class Asked(Part):
    """What every question has."""

    key: Code
    text: Text
    help: Text | None = None
    when: Condition | None = None  # shown only where this holds for certain
    demographic: bool = False  # says something of the person, so it can give somebody away


class Single(Asked):
    """One of several."""

    type: Literal["single"]
    options: Options


class Multiple(Asked):
    """Any of several."""

    type: Literal["multiple"]
    options: Options
    at_most: Annotated[int, Field(ge=1, le=60)] | None = None


class Likert(Asked):
    """A statement on a scale whose every step has words; steps are numbered from `scale_from`."""

    type: Literal["likert"]
    labels: Annotated[tuple[Text, ...], Field(min_length=2, max_length=11)]
    scale_from: Annotated[int, Field(ge=-10, le=10)] = 1

    @property
    def scale_to(self) -> int:
        """The number of the last step."""
        return self.scale_from + len(self.labels) - 1


class Ten(Asked):
    """0 to 10 with words at both ends; `recommend` asks for the net promoter score of it."""

    type: Literal["ten"]
    lowest: Text
    highest: Text
    recommend: bool = False


class Number(Asked):
    """A number within bounds."""

    type: Literal["number"]
    minimum: Limit
    maximum: Limit
    whole: bool = True
    unit: Text | None = None


class Day(Asked):
    """A date, within bounds where there are any."""

    type: Literal["date"]
    earliest: date | None = None
    latest: date | None = None


class ShortText(Asked):
    """One line."""

    type: Literal["short_text"]
    at_most: Annotated[int, Field(ge=1, le=200)] = 200


class LongText(Asked):
    """Several lines."""

    type: Literal["long_text"]
    at_most: Annotated[int, Field(ge=1, le=10_000)] = 4_000


class Ranking(Asked):
    """Several brought into an order; it may stop before the last."""

    type: Literal["ranking"]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=20)]


class Consent(Asked):
    """A box to tick; the only kind that can be required."""

    type: Literal["consent"]
    required: bool = False


class Info(Asked):
    """A text to read: asks nothing."""

    type: Literal["info"]


Question = Annotated[
    Single | Multiple | Likert | Ten | Number | Day | ShortText | LongText | Ranking | Consent | Info,
    Field(discriminator="type"),
]
Choosing = Single | Multiple | Ranking
FreeText = ShortText | LongText
