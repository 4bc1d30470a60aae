"""Confirming an address: one transaction makes a person, a case and its first happening out of a sealed form."""

from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from fastapi import APIRouter, Request, Response

from api.bring import carry, happened
from api.errors import Failure, FieldError, Invalid, NotFound
from api.forms import Form, read_form
from api.links.act import again, check
from api.links.opened import Door, Opened, OpenedDep
from api.links.page import link_page
from api.public.unconfirmed import Unconfirmed
from api.rendering import see_other
from api.services import Services, ServicesDep
from contracts.messenger import Letter
from domain.definition import ProcessDefinition
from domain.happenings import IdeaText, Submitted
from domain.words import Source, Via
from kit.i18n import N_
from storage import inbox, links, people, processes, submissions
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)


def show(
    request: Request, services: Services, opened: Opened, errors: Sequence[FieldError] = (), status: int = 200
) -> Response:
    """The title, a box to tick, and a button: pressing buttons alone confirms nothing."""
    idea = _form(services, opened)
    return link_page(
        request,
        services,
        opened,
        "confirm.html",
        title=N_("Did you send this idea?"),
        errors=errors,
        status=status,
        idea=idea.text,
        name=idea.contact.name,
    )


def _form(services: Services, opened: Opened) -> Unconfirmed:
    form = Unconfirmed.opened(services, opened.submission) if opened.submission is not None else None
    if form is None:
        raise NotFound("link.unknown")
    return form


@router.post("/a/{token}")
async def confirm(request: Request, services: ServicesDep, opened: OpenedDep) -> Response:
    """Whoever says so first makes the case; everybody after is shown it."""
    if opened.kind != "confirm":
        raise NotFound("link.unknown")
    if opened.door is not Door.OPEN:
        return see_other(opened.path)
    form = await read_form(request)
    try:
        await check(request, services, opened, form)
        _ticked(form)
        letter = await _open_case(services, opened)
        if letter is not None:
            await carry(services, letter)
    except Failure as failure:
        if failure.code == "form.forged":
            raise
        return await again(services, opened, failure, partial(show, request, services))
    except StorageError:
        return show(request, services, opened, [FieldError("", "unavailable")], 503)
    return see_other(opened.path)


def _ticked(form: Form) -> None:
    if form.one("mine") != "yes":
        raise Invalid([FieldError("mine", "input.confirm")])


async def _open_case(services: Services, opened: Opened) -> Letter | None:
    """The case with its first happening; None when somebody was faster."""
    form, now, case_id = _form(services, opened), services.now(), uuid4().hex
    assert opened.submission is not None
    async with services.db.write() as session:
        if not await submissions.confirm(session, opened.submission.id, case_id, at=now):
            return None
        definition, process = await processes.current(session), await processes.current_hash(session)
        if definition is None or process is None:
            raise NotFound
        contact = form.contact
        person = await people.confirmed(session, contact.email, name=contact.name, language=form.language, at=now)
        year = now.astimezone(services.zone).year
        await inbox.open_case(
            session, case_id, process=process, submitter=person, source=Source.FORM, at=now, year=year
        )
        await links.decide_submission(session, opened.submission.id, at=now)
        text = _fitted(form.text, definition)
        submitted = happened(Submitted, services, person, Via.LINK, text=text, named=contact.named)
        return await inbox.put(session, case_id, submitted)


def _fitted(text: IdeaText, definition: ProcessDefinition) -> IdeaText:
    """Without choices that the process no longer offers: a new process must not lose an idea on its way."""
    levels, goals = {level.id for level in definition.levels}, {goal.id for goal in definition.goals}
    kept = {
        "theme": text.theme if definition.theme(text.theme) else "",
        "level": text.level if text.level in levels else "",
        "goals": tuple(goal for goal in text.goals if goal in goals),
    }
    return text.model_copy(update=kept)
