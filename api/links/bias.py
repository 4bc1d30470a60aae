"""Saying that one is biased: the link ends with the same step, and somebody else is asked."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import Filled, Visit, only
from domain.happenings import BiasDeclared
from domain.happenings.base import MaybeSentence, Model
from domain.words import Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
JudgeDep = Annotated[Visit, Depends(only("review", "decide", "sign"))]
UNDER = "/bias"


class Said(Model):
    """Why, if somebody wants to say it."""

    reason: MaybeSentence = ""


@router.get("/a/{token}/bias")
async def form(visit: JudgeDep) -> Response:
    """What it means, and a form."""
    if not visit.acts:
        return visit.back()
    return _show(visit, visit.typed(typed_again(visit.opened, BiasDeclared)))


@router.post("/a/{token}/bias")
async def declare(visit: JudgeDep, form: FormDep) -> Response:
    """Takes the task from them, or shows the form again."""
    return await sent(visit, form, _declared, _show, under=UNDER)


def _show(visit: Visit, filled: Filled) -> Response:
    return visit.page("bias.html", title=N_("Say that you are biased"), under=UNDER, filled=filled)


def _declared(visit: Visit, form: Form) -> BiasDeclared:
    if form.one("sure") != "yes":  # without it, a robot that presses every button would act
        raise Invalid([FieldError("sure", "input.confirm")])
    words = build(Said, {"reason": form.one("reason")})
    return happened(
        BiasDeclared,
        visit.services,
        visit.opened.link.person_id,
        Via.LINK,
        assignment=visit.opened.link.assignment,
        reason=words.reason,
    )
