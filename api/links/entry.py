"""The one address in every mail: shows what it opens now, and changes nothing."""

from collections.abc import Callable, Mapping

from fastapi import APIRouter, Request, Response

from api.links import commitment, confirm, decide, idea, review
from api.links.opened import Door, Opened, OpenedDep
from api.links.states import state_page
from api.rendering import see_other
from api.services import Services, ServicesDep

router = APIRouter(include_in_schema=False)

SHOW: Mapping[str, Callable[[Request, Services, Opened], Response]] = {
    "confirm": confirm.show,
    "idea": idea.show,
    "review": review.show,
    "decide": decide.show,
    "commitment": commitment.show,
}


@router.get("/a/{token}")
async def enter(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """The task, the idea or the form to confirm; or how it stands with it."""
    show = SHOW.get(opened.kind)
    if opened.door is not Door.OPEN or show is None:
        return state_page(request, services, opened)
    return show(request, services, opened)


@router.get("/a/{token}/{form}")
async def back(opened: OpenedDep, form: str) -> Response:
    """Whoever opens the address of a form comes back to the page it stands on."""
    return see_other(opened.path)
