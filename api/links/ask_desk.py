"""From the page of one task to all of them: a link to the desk, to the address on file, never onto the page."""

from fastapi import APIRouter, Response

from api.errors import Failure, FieldError, Invalid, NotFound
from api.links.act import FormDep, check, errors_of
from api.links.opened import Door
from api.links.renew import mail_desk_link
from api.links.visit import EMPTY, Filled, Visit, VisitDep
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
UNDER = "/desk"
KINDS = ("review", "sign", "decide", "commitment")
DOORS = (Door.OPEN, Door.WAITING, Door.ANSWERED)


@router.get("/a/{token}/desk")
async def form(visit: VisitDep) -> Response:
    """What the desk is, a box to tick, and a button."""
    _check(visit)
    return _show(visit) if visit.opened.door in DOORS else visit.back()


@router.post("/a/{token}/desk")
async def ask(visit: VisitDep, form: FormDep) -> Response:
    """Sends it, three times an hour at most; the answer is the same either way."""
    _check(visit)
    if visit.opened.door not in DOORS:
        return visit.back()
    try:
        await check(visit, form, UNDER)
        if form.one("sure") != "yes":  # a button alone sends nothing: programs that check mails press them
            raise Invalid([FieldError("sure", "round.not_sure")])
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return _show(visit, Filled(form.values(), errors_of(failure), failure.status))
    await mail_desk_link(visit)
    return visit.back("/new-link")


def _check(visit: Visit) -> None:
    if visit.opened.kind not in KINDS:
        raise NotFound("link.unknown")


def _show(visit: Visit, filled: Filled = EMPTY) -> Response:
    return visit.page("ask_desk.html", title=N_("All your open tasks"), under=UNDER, filled=filled)
