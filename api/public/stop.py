"""Ends mails about surveys to one person: their mail program's one click, or a page that shows first what ends.

The word in the address is signed and is all that is asked for: no cookie, no sign-in, no confirmation (RFC 8058).
Looking changes nothing, so that a scanner of links ends nothing.
"""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import NotFound
from api.forms import read_form
from api.public.page import public_page
from api.rendering import see_other
from api.services import Services, ServicesDep
from contracts import survey_links
from kit.i18n import N_
from storage import invitations, people

router = APIRouter(include_in_schema=False)
PATH = survey_links.STOP + "/{word}"
ID_BYTES = 16


@router.get(PATH)
async def look(request: Request, services: ServicesDep, word: str) -> Response:
    """What ends and what still comes, with a button; or that it has ended, with the way back."""
    return await _page(request, services, _person(services, word))


@router.post(PATH)
async def act(request: Request, services: ServicesDep, word: str) -> Response:
    """Stops, unless a form says to undo it; again and again with the same effect."""
    person, form = _person(services, word), await read_form(request)
    await _undo(services, person) if form.one("act") == "undo" else await _stop(services, person)
    if form.one("act"):
        return see_other(request.url.path)
    return await _page(request, services, person)


def _person(services: Services, word: str) -> str:
    content = services.signer.content(word, survey_links.STOPS)
    if content is None or len(content) != ID_BYTES:
        raise NotFound("link.unknown")
    return UUID(bytes=content).hex


async def _stop(services: Services, person: str) -> None:
    async with services.db.write() as session:
        if await people.opted_out_at(session, person) is None:
            await people.opt_out(session, person, at=services.now())
            await invitations.opted_out(session, person)


async def _undo(services: Services, person: str) -> None:
    async with services.db.write() as session:
        await people.opt_out(session, person, at=None)


async def _page(request: Request, services: Services, person: str) -> Response:
    async with services.db.read() as session:
        stopped = await people.opted_out_at(session, person) is not None
    title = N_("No more e-mails about surveys") if stopped else N_("Stop e-mails about surveys?")
    return public_page(request, services, "stop.html", title=title, stopped=stopped)
