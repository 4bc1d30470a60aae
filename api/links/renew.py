"""An expired link gives way to a new one, sent to the address on file; the answer is the same for every link."""

from uuid import uuid4

from fastapi import APIRouter, Response

from api.errors import TooMany
from api.links.act import FormDep, check
from api.links.opened import Door
from api.links.visit import Visit, VisitDep
from contracts.messenger import Letter
from kit.i18n import N_

router = APIRouter(include_in_schema=False)


@router.post("/a/{token}/new-link")
async def renew(visit: VisitDep, form: FormDep) -> Response:
    """Sends a new link if there is still something to open, three times an hour at most."""
    await check(visit, form)
    services, opened = visit.services, visit.opened
    link, now = opened.link, services.now()
    if opened.door is Door.EXPIRED and opened.desk:
        await mail_desk_link(visit)
    elif opened.door is Door.EXPIRED and opened.kind != "confirm":
        try:
            await services.limits.spend("link.renew", link.assignment or f"{link.case_id}:{link.person_id}")
            async with services.db.write() as session:
                await services.write_caseless(session, "new_link", at=now, link=link)
            if link.case_id is not None:
                await services.messenger.bring(Letter("", link.case_id))  # a look: its courier takes the mail at once
        except TooMany:
            pass  # whoever asks learns nothing of the limit either
    return visit.back("/new-link")


async def mail_desk_link(visit: Visit) -> None:
    """Writes whoever this link belongs to a link to their desk; three times an hour at most."""
    services, person = visit.services, visit.opened.person
    if person is None or not person.active:
        return
    try:
        await services.limits.spend("link.renew", f"desk:{person.id}")
        async with services.db.write() as session:
            await services.write_caseless(session, "desk_link", at=services.now(), person=person, key=uuid4().hex)
    except TooMany:
        pass  # whoever asks learns nothing of the limit either


@router.get("/a/{token}/new-link")
async def renewed(visit: VisitDep) -> Response:
    """The same words, whatever the link was."""
    return visit.page("new_link.html", title=N_("Please look into your mailbox"), under="/new-link")
