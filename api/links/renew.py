"""An expired link gives way to a new one, sent to the address on file; the answer is the same for every link."""

from fastapi import APIRouter, Request, Response

from api.errors import TooMany
from api.forms import read_form
from api.links.act import check
from api.links.opened import Door, OpenedDep
from api.links.page import link_page
from api.rendering import see_other
from api.services import ServicesDep
from contracts.messenger import Letter
from kit.i18n import N_

router = APIRouter(include_in_schema=False)


@router.post("/a/{token}/new-link")
async def renew(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Sends a new link if there is still something to open, three times an hour at most."""
    await check(request, services, opened, await read_form(request))
    link, now = opened.link, services.now()
    if opened.door is Door.EXPIRED and opened.kind != "confirm":
        try:
            await services.limits.spend("link.renew", link.assignment or f"{link.case_id}:{link.person_id}")
            async with services.db.write() as session:
                await services.write_caseless(session, "new_link", at=now, link=link)
            if link.case_id is not None:
                await services.messenger.bring(Letter("", link.case_id))  # a look: its courier takes the mail at once
        except TooMany:
            pass  # whoever asks learns nothing of the limit either
    return see_other(f"{opened.path}/new-link")


@router.get("/a/{token}/new-link")
async def renewed(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """The same words, whatever the link was."""
    return link_page(
        request, services, opened, "new_link.html", title=N_("Please look into your mailbox"), under="/new-link"
    )
