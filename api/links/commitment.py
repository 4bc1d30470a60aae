"""The owner of a promise says what became of it: done, late with a new date, or dropped with a reason."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.bring import happened
from api.errors import FieldError, Invalid
from api.forms import Form, build, date_field
from api.links.act import FormDep, sent
from api.links.kept import typed_again
from api.links.visit import EMPTY, Filled, Visit, only
from domain.happenings import Settled
from domain.happenings.base import MaybeSentence, Model
from domain.words import CommitmentAnswer, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
CommitmentDep = Annotated[Visit, Depends(only("commitment"))]


class Said(Model):
    """The words of an answer."""

    reason: MaybeSentence = ""


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """What was promised, and the form."""
    opened = visit.opened
    about = opened.task.about if opened.task is not None else ""
    return visit.page(
        "commitment.html",
        title=N_("What became of your commitment?"),
        filled=filled if filled.values is not None else visit.typed(typed_again(opened, Settled)),
        commitment=next((c for c in opened.case.commitments if c.id == about), None),
        department=visit.department(opened.link.person_id),
    )


@router.post("/a/{token}/commitment")
async def settle(visit: CommitmentDep, form: FormDep) -> Response:
    """Takes the answer, or shows the form again with everything that was typed."""
    return await sent(visit, form, _settled, show)


def _settled(visit: Visit, form: Form) -> Settled:
    opened = visit.opened
    errors: list[FieldError] = []
    answer, new_date = form.one("answer"), None
    if answer not in list(CommitmentAnswer):
        errors.append(FieldError("answer", "input.choice"))
    words = build(Said, {"reason": form.one("reason")})
    if answer in (CommitmentAnswer.LATE, CommitmentAnswer.DROPPED) and not words.reason:
        errors.append(FieldError("reason", "commitment.reason_required"))
    if answer == CommitmentAnswer.LATE:
        try:
            new_date = date_field(form, "new_due_on")
            if new_date is None:
                errors.append(FieldError("new_due_on", "commitment.date_missing"))
        except Invalid as wrong:
            errors += wrong.errors
    if errors:
        raise Invalid(errors)
    return happened(
        Settled,
        visit.services,
        opened.link.person_id,
        Via.LINK,
        commitment=opened.task.about if opened.task is not None else "",
        answer=CommitmentAnswer(answer),
        reason=words.reason,
        new_due_on=new_date,
    )
