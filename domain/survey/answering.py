"""Answering: what is shown, what was said, what is wrong with it; one code for display, validation and cleaning.

Order: pages and questions as they stand, each condition read against the valid answers to what was shown before it.
Answers to questions that are not shown are dropped; this is what the versions of a questionnaire promise (S9).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.survey.branching import Value, places
from domain.survey.questionnaire import Page, Questionnaire
from domain.survey.questions import Asked, Consent
from domain.survey.reading import AnswerError, read_answer


@dataclass(frozen=True, slots=True)
class Filled:
    """A questionnaire with somebody's answers; it knows nobody."""

    values: Mapping[str, Value]  # by question key; what was not answered is not there
    errors: Mapping[str, AnswerError]  # by question key
    questions: tuple[str, ...]  # keys of those shown, in order
    pages: tuple[str, ...]  # ids of pages with anything to show, in order
    dropped: frozenset[str] = field(default_factory=frozenset)  # answered, but not shown

    @property
    def complete(self) -> bool:
        """Whether it can be handed in."""
        return not self.errors

    def errors_on(self, page: Page) -> Mapping[str, AnswerError]:
        """What is wrong on this page, in its order."""
        return {q.key: self.errors[q.key] for q in page.questions if q.key in self.errors}


def fill(questionnaire: Questionnaire, raw: Mapping[str, object]) -> Filled:
    """Reads raw answers. `fill(q, fill(q, raw).values)` changes nothing any more."""
    values: dict[str, Value] = {}
    errors: dict[str, AnswerError] = {}
    placed = places(questionnaire)
    shown: dict[str, str] = {}
    for place in placed:
        question = place.question
        if not place.shown(values):
            continue
        shown[question.key] = place.page.id
        value = _answer(question, raw.get(question.key))
        if isinstance(value, AnswerError):
            errors[question.key] = value
        elif value is not None:
            values[question.key] = value
    known = {p.question.key for p in placed}
    errors |= {key: AnswerError("answer.question_unknown") for key in raw if key not in known}
    dropped = frozenset(key for key in raw if key in known and key not in shown and raw[key] not in (None, "", [], ()))
    return Filled(values, errors, tuple(shown), tuple(dict.fromkeys(shown.values())), dropped)


def _answer(question: Asked, raw: object) -> Value | AnswerError | None:
    value = read_answer(question, raw)
    if value is None and isinstance(question, Consent) and question.required:
        return AnswerError("answer.consent_needed")
    return value
