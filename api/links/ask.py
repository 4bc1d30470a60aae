"""Asking back before a review: to the submitter or the office; one's own time stands until the answer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.asking.back import waits_for
from domain.happenings import AskedBack
from domain.happenings.base import Model, Sentence
from domain.words import Asked, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
ReviewDep = Annotated[Visit, Depends(only("review"))]
UNDER = "/ask"


class Said(Model):
    """The question."""

    question: Sentence


@router.get("/a/{token}/ask")
async def form(visit: ReviewDep) -> Response:
    """What asking means, and a form; none where it is not offered, or an answer is waited for."""
    if not visit.acts or not may_ask(visit):
        return visit.back()
    return _show(visit, visit.typed(typed_again(visit.opened, AskedBack)))


@router.post("/a/{token}/ask")
async def ask(visit: ReviewDep, form: FormDep) -> Response:
    """Sends the question, or shows the form again."""
    return await sent(visit, form, _asked, _show, under=UNDER)


def may_ask(visit: Visit) -> bool:
    """Whether the process offers it, and no other question waits."""
    rules = visit.opened.definition.stages.review
    offered = rules is not None and rules.questions is not None and visit.opened.case.paused_at is None
    return offered and waits_for(visit.opened.case, visit.opened.link.assignment) is None


def _show(visit: Visit, filled: Filled) -> Response:
    return visit.page("ask.html", title=N_("Ask a question first"), under=UNDER, filled=filled)


def _asked(visit: Visit, form: Form) -> AskedBack:
    errors: list[FieldError] = []
    if form.one("to") not in list(Asked):
        errors.append(FieldError("to", "input.choice"))
    try:
        words = build(Said, {"question": form.one("question")})
    except Invalid as invalid:
        raise Invalid([*errors, *invalid.errors]) from invalid
    if errors:
        raise Invalid(errors)
    opened = visit.opened
    given = {"assignment": opened.link.assignment, "to": form.one("to"), "question": words.question}
    return happened(AskedBack, visit.services, opened.link.person_id, Via.LINK, **given)
