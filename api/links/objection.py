"""Behind the link of a receipt: what was recorded in somebody's name, and the form to say that it was not them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.states import recorded
from api.links.visit import EMPTY, Filled, Visit, only
from domain.happenings import Objected
from domain.happenings.base import Model, Sentence
from domain.rules.objection import undone_by
from domain.words import Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
ObjectionDep = Annotated[Visit, Depends(only("objection"))]


class Said(Model):
    """Why it was not them."""

    reason: Sentence


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """What was recorded, what follows from an objection, the form."""
    return visit.page(
        "objection.html",
        title=N_("Was that you?"),
        filled=filled if filled.values is not None else visit.typed(typed_again(visit.opened, Objected)),
        said=recorded(visit),
        undone_until=_until(visit),
    )


@router.post("/a/{token}/objection")
async def object_(visit: ObjectionDep, form: FormDep) -> Response:
    """Takes the objection, or shows the form again with everything that was typed."""
    return await sent(visit, form, _objected, show)


def _until(visit: Visit) -> datetime | None:
    """Until when it undoes the answer; None where it only tells the office."""
    said = undone_by(visit.opened.case, visit.opened.link.assignment, visit.services.now())
    return said.objection_until if said is not None else None


def _objected(visit: Visit, form: Form) -> Objected:
    words = build(Said, {"reason": form.one("reason")})
    if form.one("sure") != "yes":  # without it, a robot that presses every button would act
        raise Invalid([FieldError("sure", "input.confirm")])
    return happened(
        Objected,
        visit.services,
        visit.opened.link.person_id,
        Via.LINK,
        assignment=visit.opened.link.assignment,
        reason=words.reason,
    )
