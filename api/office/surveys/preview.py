"""A questionnaire to look at: every page and question in one language, as plain words."""

from typing import Any

from api.office.door import Desk
from api.office.surveys import words
from domain.survey.branching import comparisons
from domain.survey.questionnaire import Page, Questionnaire
from domain.survey.questions import Choosing, Likert, Number, Question, Ten

Shown = dict[str, Any]


def pages(form: Questionnaire, desk: Desk) -> list[Shown]:
    """What respondents will see, page by page."""
    return [_page(page, desk) for page in form.pages]


def _page(page: Page, desk: Desk) -> Shown:
    asked = [field for _, comparison in comparisons(page.when, ()) for field in [comparison.field]]
    return {
        "title": page.title.in_(desk.language),
        "after": ", ".join(dict.fromkeys(asked)),
        "questions": [_question(question, desk) for question in page.questions],
    }


def _question(question: Question, desk: Desk) -> Shown:
    asked = [comparison.field for _, comparison in comparisons(question.when, ())]
    return {
        "key": question.key,
        "type": question.type,
        "kind": desk.t(words.TYPES[question.type]),
        "text": question.text.in_(desk.language),
        "help": question.help.in_(desk.language) if question.help is not None else "",
        "after": ", ".join(dict.fromkeys(asked)),
        "demographic": question.demographic,
        "options": _options(question, desk.language),
    }


def _options(question: Question, language: str) -> list[str]:
    if isinstance(question, Choosing):
        return [option.text.in_(language) for option in question.options]
    if isinstance(question, Likert):
        return [label.in_(language) for label in question.labels]
    if isinstance(question, Ten):
        return [f"0 – {question.lowest.in_(language)}", f"10 – {question.highest.in_(language)}"]
    if isinstance(question, Number):
        unit = question.unit.in_(language) if question.unit is not None else ""
        return [f"{question.minimum:g} – {question.maximum:g} {unit}".strip()]
    return []
