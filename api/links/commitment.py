"""The owner of a promise says what became of it: done, late with a new date, or dropped with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api.bring import happened
from api.errors import FieldError, Invalid, NotFound
from api.forms import Form, build, date_field, read_form
from api.links.act import act
from api.links.kept import typed_again
from api.links.opened import Opened, OpenedDep
from api.links.page import department_name, link_page, spoken
from api.services import Services, ServicesDep
from domain.happenings import MaybeSentence, Model, Settled
from domain.words import CommitmentAnswer, Via
from kit.i18n import N_

router = APIRouter(include_in_schema=False)


class Said(Model):
    """The words of an answer."""

    reason: MaybeSentence = ""


def show(
    request: Request,
    services: Services,
    opened: Opened,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    """What was promised, and the form."""
    about = opened.task.about if opened.task is not None else ""
    language = spoken(request, services, opened)
    return link_page(
        request,
        services,
        opened,
        "commitment.html",
        title=N_("What became of your commitment?"),
        errors=errors,
        status=status,
        values=typed_again(opened, Settled) if values is None else values,
        commitment=next((c for c in opened.case.commitments if c.id == about), None),
        department=department_name(opened, opened.link.person_id, language),
    )


@router.post("/a/{token}/commitment")
async def settle(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Takes the answer, or shows the form again with everything that was typed."""
    if opened.kind != "commitment":
        raise NotFound("link.unknown")
    form = await read_form(request)
    values = form.values()

    def again(now: Opened, errors: Sequence[FieldError], status: int) -> Response:
        return show(request, services, now, values, errors, status)

    return await act(request, services, opened, form, lambda: _settled(services, opened, form), again)


def _settled(services: Services, opened: Opened, form: Form) -> Settled:
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
        services,
        opened.link.person_id,
        Via.LINK,
        commitment=opened.task.about if opened.task is not None else "",
        answer=CommitmentAnswer(answer),
        reason=words.reason,
        new_due_on=new_date,
    )
