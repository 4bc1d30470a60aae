"""The way through a questionnaire: what a page sends, what follows it, and what comes before."""

from collections.abc import Collection, Iterable, Mapping

from domain.survey.answering import Filled
from domain.survey.questionnaire import Page, Questionnaire
from domain.survey.questions import Info, Multiple, Ranking


def from_form(questionnaire: Questionnaire, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The raw answers among the fields of a form: `key`, several times for several choices, `key.option` for a rank.

    Other fields (page, buttons) are left out: they are the form's own. Boxes without a tick send nothing: `merged`
    takes back what was answered to them before.
    """
    raw: dict[str, object] = {}
    kinds = {q.key: q for q in questionnaire.questions if not isinstance(q, Info)}
    for name, text in pairs:
        key, _, option = name.partition(".")
        question = kinds.get(key)
        if isinstance(question, Ranking) and option:
            ranks = raw.setdefault(key, {})
            if isinstance(ranks, dict):
                ranks[option] = text
        elif question is not None and not option:
            raw[key] = [*_earlier(raw, key), text] if isinstance(question, Multiple) else text
    return raw


def _earlier(raw: Mapping[str, object], key: str) -> list[object]:
    before = raw.get(key, [])
    return before if isinstance(before, list) else []


def merged(
    before: Mapping[str, object], page: Page, sent: Mapping[str, object], shown: Collection[str] | None = None
) -> dict[str, object]:
    """Older answers with those of one page in their place; what the page showed and did not send is taken back."""
    asked = {q.key for q in page.questions} & set(shown if shown is not None else (q.key for q in page.questions))
    kept = {key: value for key, value in before.items() if key not in asked}
    return {**kept, **{key: value for key, value in sent.items() if key in asked}}


def first_page(filled: Filled) -> str | None:
    """Where answering begins; None where nothing is shown at all."""
    return filled.pages[0] if filled.pages else None


def next_page(
    questionnaire: Questionnaire, filled: Filled, page_id: str, shown: Collection[str] | None = None
) -> str | None:
    """The page that follows, or the same again where it has questions now that it had not `shown`; None at the end."""
    page = questionnaire.page(page_id)
    new = (q.key in filled.questions and q.key not in (shown or ()) for q in (page.questions if page else ()))
    if shown is not None and any(new):
        return page_id
    order = [p.id for p in questionnaire.pages]
    after = order.index(page_id) + 1 if page_id in order else 0
    return next((other for other in order[after:] if other in filled.pages), None)


def previous_page(questionnaire: Questionnaire, filled: Filled, page_id: str) -> str | None:
    """The page before, None at the first."""
    order = [p.id for p in questionnaire.pages]
    before = order[: order.index(page_id)] if page_id in order else []
    return next((other for other in reversed(before) if other in filled.pages), None)
