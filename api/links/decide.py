"""A decision by link: what the reviews say, an outcome without default, reasons; checked once before it counts."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api import came_of_it
from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.idea_form import hidden_fields
from api.links import draft
from api.links.act import FormDep, at_its_address, sent
from api.links.ask import thread
from api.links.kept import typed_again
from api.links.visit import EMPTY, Filled, Visit, only
from domain.asking.disagreement import words_of
from domain.happenings import Decided
from domain.happenings.base import MaybeSentence, Model, Sentence, ShortLine
from domain.hearing import voices
from domain.utility import counted
from domain.words import Outcome, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
DecideDep = Annotated[Visit, Depends(only("decide"))]
OUTCOMES = (Outcome.ACCEPTED, Outcome.REJECTED)


class Said(Model):
    """The reasons of a decision."""

    public_reason: Sentence
    internal_reason: MaybeSentence = ""
    stated_name: ShortLine = ""


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """The idea, what the reviewers said, the form."""
    opened = visit.opened
    return visit.page(
        "decide.html",
        title=N_("Your decision is asked for"),
        filled=filled if filled.values is not None else visit.typed(typed_again(opened, Decided)),
        idea=opened.case.text,
        surveyed=visit.surveyed(),
        choices=visit.choices(),
        department=visit.department(opened.link.person_id),
        reviews=_reviews(visit),
        **thread(visit),
        means=list(came_of_it.means(opened.case, opened.definition, visit.language)),
    )


def _reviews(visit: Visit) -> list[dict[str, Any]]:
    """What counts, by department: whoever decides weighs words, not names."""
    criteria = [(c.id, c.title.in_(visit.language)) for c in visit.opened.definition.criteria]
    return [
        {
            "department": visit.department(answer.by),
            "verdict": answer.verdict.value,
            "scores": [(title, answer.scores.get(name)) for name, title in criteria],
            "reason": words_of(visit.opened.case, answer),
            "at": answer.at,
            "old": answer.text_version if answer.text_version < visit.opened.case.version else 0,
        }
        for answer in counted(voices(visit.opened.case).values())
    ]


@router.get("/a/{token}/decide")
async def look(visit: DecideDep) -> Response:
    """The answers to check, as long as they are kept; it decides nothing."""
    form = await draft.kept(visit.request, visit.services, visit.opened.path)
    if form is None or not visit.acts:
        return visit.back()
    try:
        return _look(visit, form, _decided(visit, form))
    except Invalid:
        return visit.back()


@router.post("/a/{token}/decide")
async def decide(visit: DecideDep, form: FormDep) -> Response:
    """First the answers to check, then, sent from there, the decision."""
    return await sent(visit, form, _decided, show, look=_check)


async def _check(visit: Visit, form: Form, decided: Decided) -> Response:
    return await at_its_address(visit, form, _look(visit, form, decided), to="/decide")


def _look(visit: Visit, form: Form, decided: Decided) -> Response:
    return visit.page(
        "decide_check.html",
        title=N_("Check your decision"),
        decided=decided,
        hidden=hidden_fields(form.values(), "step"),
    )


def _decided(visit: Visit, form: Form) -> Decided:
    opened = visit.opened
    errors: list[FieldError] = []
    outcome = form.one("outcome")
    if outcome not in OUTCOMES:
        errors.append(FieldError("outcome", "input.choice"))
    names = ("public_reason", "internal_reason", "stated_name")
    try:
        words = build(Said, {name: form.one(name) for name in names})
    except Invalid as wrong:
        raise Invalid([*errors, *wrong.errors]) from None
    if opened.person is not None and opened.person.shared and not words.stated_name:
        errors.append(FieldError("stated_name", "answer.name_required"))
    if errors:
        raise Invalid(errors)
    return happened(
        Decided,
        visit.services,
        opened.link.person_id,
        Via.LINK,
        assignment=opened.link.assignment,
        outcome=Outcome(outcome),
        **words.model_dump(),
    )
