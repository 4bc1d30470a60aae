"""The questionnaire as data: pages of questions, frozen and named by the hash of its content."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Literal, Self

from pydantic import Field

from domain.condition import Condition
from domain.definition import Code, Part
from domain.survey.questions import Question, Text

LANGUAGES = ("de", "en")
Where = tuple[str | int, ...]


class Page(Part):
    """One topic: what is shown at once."""

    id: Code
    title: Text
    when: Condition | None = None
    questions: tuple[Question, ...]


class StaffNotice(Part):
    """What employees are told inside the questionnaire before they answer; every block is needed to publish."""

    voluntary: Text | None = None
    purpose: Text | None = None
    recipients: Text | None = None
    evaluations: Text | None = None


class Questionnaire(Part):
    """What is asked, whatever the mode and whoever is asked."""

    format: Literal["umlauf-survey/1"]
    id: Code
    title: Text
    intro: Text | None = None
    thanks: Text | None = None
    kind: Literal["general", "staff"] = "general"
    notice: StaffNotice | None = None
    ladder: Annotated[tuple[Code, ...], Field(max_length=20)] = ()  # scales that rest on one another, in order
    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=60)]

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The questionnaire that `text` gave, for whatever keeps it."""
        return cls.model_validate_json(text)

    @property
    def text(self) -> str:
        """The questionnaire in one canonical form, without comments, order of keys or defaults."""
        given = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def content_hash(self) -> str:
        """Names exactly this wording; a wave is pinned to it."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the pages."""
        return tuple(question for page in self.pages for question in page.questions)

    def question(self, key: str) -> Question | None:
        """The question with this key."""
        return next((q for q in self.questions if q.key == key), None)

    def page(self, page_id: str) -> Page | None:
        """The page with this id."""
        return next((p for p in self.pages if p.id == page_id), None)


def texts_of(part: object, where: Where = ()) -> Iterator[tuple[Where, Text]]:
    """Every text people may read, with the place where it stands."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from texts_of(getattr(part, name), (*where, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from texts_of(item, (*where, index))


def missing_translations(questionnaire: Questionnaire, language: str) -> tuple[Where, ...]:
    """Where readers of this language would be shown the other one."""
    return tuple(where for where, text in texts_of(questionnaire) if not getattr(text, language))
