"""Ends mails about surveys to one person: their mail program's one click, or a page that shows first what ends.

The word in the address is signed and is all that a mail program needs: no cookie, no sign-in, no confirmation (RFC
8058). Looking changes nothing, nor do the buttons of the page without the box beside them being ticked: a scanner that
opens links and presses what it finds ends nothing (A4).
"""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.errors import FieldError, NotFound
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
    """What ends and what still comes, with a box and a button; or that it has ended, with the way back."""
    return await _page(request, services, _person(services, word))


@router.post(PATH)
async def act(request: Request, services: ServicesDep, word: str) -> Response:
    """By a mail program at once, by our page with the box ticked; again and again with the same effect."""
    person, form = _person(services, word), await read_form(request)
    wanted = form.one("act")  # only our page says it
    if wanted and form.one("sure") != "yes":
        return await _page(request, services, person, [FieldError("sure", "input.confirm")], 422)
    await _undo(services, person) if wanted == "undo" else await _stop(services, person)
    return see_other(request.url.path) if wanted else await _page(request, services, person)


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


async def _page(
    request: Request, services: Services, person: str, errors: Sequence[FieldError] = (), status: int = 200
) -> Response:
    async with services.db.read() as session:
        stopped = await people.opted_out_at(session, person) is not None
    title = N_("No more e-mails about surveys") if stopped else N_("Stop e-mails about surveys?")
    return public_page(request, services, "stop.html", title=title, stopped=stopped, errors=errors, status=status)
