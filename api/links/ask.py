"""Asking back before a review, a decision or a signature: one's own time stands until the answer."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.asking_back import for_reviewer
from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.asking import back
from domain.happenings import AskedBack
from domain.happenings.base import Model, Sentence
from domain.words import Asked, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
AskDep = Annotated[Visit, Depends(only("review", "decide", "sign"))]
UNDER = "/ask"


class Said(Model):
    """The question."""

    question: Sentence


@router.get("/a/{token}/ask")
async def form(visit: AskDep) -> Response:
    """What asking means, and a form; none where it is not offered, or an answer is waited for."""
    if not visit.acts or not may_ask(visit):
        return visit.back()
    return _show(visit, visit.typed(typed_again(visit.opened, AskedBack)))


@router.post("/a/{token}/ask")
async def ask(visit: AskDep, form: FormDep) -> Response:
    """Sends the question, or shows the form again."""
    return await sent(visit, form, _asked, _show, under=UNDER)


def may_ask(visit: Visit) -> bool:
    """Whether the process offers it, no other question waits, and they have not asked as often as they may."""
    opened = visit.opened
    if opened.assignment is None or opened.case.paused_at is not None:
        return False
    return back.may_ask(opened.case, opened.assignment, opened.definition.stages)


def thread(visit: Visit) -> dict[str, Any]:
    """What a page shows of questions: all that was asked, whether one may ask, and what one waits for."""
    opened = visit.opened
    return {
        "exchanges": for_reviewer(opened.case, opened.link.person_id),
        "asking": may_ask(visit),
        "waits_for": back.waits_for(opened.case, opened.link.assignment),
    }


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
