"""How the house's conditions read answers: a question's key is the field; what was not answered is not known.

Choices are their option's key, several choices and a ranking a collection of keys, steps of a scale numbers, a date
its ISO text, a consent true. Answers to questions that are not shown are not known either.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.condition import AllOf, AnyOf, Comparison, Condition, Not, holds
from domain.survey.questionnaire import Page, Questionnaire, Where
from domain.survey.questions import Question

Value = bool | int | float | str | tuple[str, ...]
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Place:
    """A question, its page, and where both stand."""

    question: Question
    page: Page
    page_index: int
    index: int

    @property
    def page_where(self) -> Where:
        """Path of the page."""
        return ("pages", self.page_index)

    @property
    def where(self) -> Where:
        """Path of the question."""
        return (*self.page_where, "questions", self.index)

    @property
    def when_where(self) -> Where:
        """Path of the condition that decides about it."""
        return (*(self.where if self.question.when is not None else self.page_where), "when")

    def shown(self, values: Values) -> bool:
        """Whether the question is put to somebody who gave these answers before."""
        return all(c is None or holds(c, values) for c in (self.page.when, self.question.when))

    def comparisons(self) -> Iterator[tuple[Where, Comparison]]:
        """What decides about it: its own condition and its page's."""
        yield from comparisons(self.page.when, (*self.page_where, "when"))
        yield from comparisons(self.question.when, (*self.where, "when"))


def places(questionnaire: Questionnaire) -> list[Place]:
    """Every question in order."""
    return [
        Place(question, page, number, index)
        for number, page in enumerate(questionnaire.pages)
        for index, question in enumerate(page.questions)
    ]


def comparisons(condition: Condition | None, where: Where) -> Iterator[tuple[Where, Comparison]]:
    """Every comparison in a condition with its path."""
    if isinstance(condition, Comparison):
        yield where, condition
    elif isinstance(condition, Not):
        yield from comparisons(condition.not_, (*where, "not"))
    elif isinstance(condition, AllOf | AnyOf):
        name, parts = ("all", condition.all_) if isinstance(condition, AllOf) else ("any", condition.any_)
        for index, part in enumerate(parts):
            yield from comparisons(part, (*where, name, index))
