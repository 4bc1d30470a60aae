"""The one address in every mail: shows what it opens now, and changes nothing."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Response

from api.links import advice, commitment, confirm, decide, desk, idea, objection, reconsider, review, sign
from api.links.opened import DESK, Door
from api.links.states import state_page
from api.links.visit import Visit, VisitDep

router = APIRouter(include_in_schema=False)

SHOW: Mapping[str, Callable[[Visit], Response]] = {
    "confirm": confirm.show,
    "idea": idea.show,
    "review": review.show,
    "reconsider": reconsider.show,
    "sign": sign.show,
    "decide": decide.show,
    "commitment": commitment.show,
    "advice": advice.show,
    "objection": objection.show,
}


@router.get("/a/{token}")
async def enter(visit: VisitDep) -> Response:
    """The desk, the task, the idea or the form to confirm; or how it stands with it."""
    if visit.opened.kind == DESK and visit.opened.door is Door.OPEN:
        return await desk.enter(visit)
    show = SHOW.get(visit.opened.kind)
    if visit.opened.door is not Door.OPEN or show is None:
        return state_page(visit)
    return show(visit)


@router.get("/a/{token}/{form}")
async def back(visit: VisitDep, form: str) -> Response:
    """Whoever opens the address of a form comes back to the page it stands on."""
    return visit.back()
