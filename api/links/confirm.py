"""Confirming an address: one transaction makes a person, a case and its first happening out of a sealed form."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Response

from api import naming
from api.bring import carry, happened
from api.errors import FieldError, Invalid, NotFound
from api.links.act import FormDep, take
from api.links.visit import EMPTY, Filled, Visit, only
from api.public.unconfirmed import Unconfirmed
from contracts.messenger import Letter
from domain.consents import Consented
from domain.definition import ProcessDefinition
from domain.happenings import IdeaText, Submitted
from domain.words import Source, Via
from kit.i18n import N_
from storage import consents, inbox, links, people, processes, submissions

router = APIRouter(include_in_schema=False)
ConfirmDep = Annotated[Visit, Depends(only("confirm"))]


def show(visit: Visit, filled: Filled = EMPTY) -> Response:
    """The title, a box to tick, and a button: pressing buttons alone confirms nothing."""
    idea = _form(visit)
    title = N_("Did you send this idea?")
    return visit.page(
        "confirm.html",
        title=title,
        filled=filled if filled.values is not None else visit.typed(),
        idea=idea.text,
        name=idea.contact.name,
    )


def _form(visit: Visit) -> Unconfirmed:
    submission = visit.opened.submission
    form = Unconfirmed.opened(visit.services, submission) if submission is not None else None
    if form is None:
        raise NotFound("link.unknown")
    return form


@router.post("/a/{token}")
async def confirm(visit: ConfirmDep, form: FormDep) -> Response:
    """Whoever says so first makes the case; everybody after is shown it."""

    async def opened() -> None:
        if form.one("mine") != "yes":
            raise Invalid([FieldError("mine", "input.confirm")])
        letter = await _open_case(visit)
        if letter is not None:
            await carry(visit.services, letter)

    return await take(visit, form, opened, show)


async def _open_case(visit: Visit) -> Letter | None:
    """The case with its first happening; None when somebody was faster."""
    services, opened = visit.services, visit.opened
    form, now, case_id = _form(visit), services.now(), uuid4().hex
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
        if contact.named:
            words = naming.wording(services.templates.catalogues.of(form.language))
            await consents.note(
                session, person, Consented.NAME_SHOWN, case_id, given=True, wording=words, at=now, via=Via.LINK
            )
        submitted = happened(Submitted, services, person, Via.LINK, text=text, named=contact.named, notice=form.notice)
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
