"""Open surveys: what they ask and promise, and a form that takes an address and sends one mail to confirm it.

The form is answered the same, whoever has the address: known or new, with or without an answer given, opted out or
not. Only the mailbox learns more, and only by its link.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from api import nonces
from api.again import errors_of, with_wait
from api.answering.guest import Guest
from api.answering.opened import Opened, opened
from api.client import network
from api.errors import Failure, FieldError, NotFound
from api.forms import Form, build, check_nonce, read_form
from api.privacy import PARTICIPANTS, current
from api.public.by_mail import form_id, may_be_mailed
from api.public.page import public_page, spoken
from api.rendering import see_other
from api.services import Services, ServicesDep
from contracts import survey_links
from domain.survey.wave_words import WaveState
from kit.i18n import N_
from kit.tokens import hash_token, new_token
from storage import entries, notices, people
from storage.entries import Entry
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)
HERE = survey_links.RESULTS
STOPPED = {
    "survey.paused": N_(
        "It is paused at the moment. Please come back later; the time that is lost is added at the end."
    ),
    "survey.cancelled": N_("It was called off, and no answers are taken."),
}
CLOSED = N_("It has closed, and no more answers are taken. What came of it will be published here.")


@router.post("/surveys/{wave_id}")
async def take(request: Request, services: ServicesDep, wave_id: str) -> Response:
    """Sends the mail, or says what is wrong in the form; pressed twice, it is one mail."""
    found = await _opened(services, wave_id)
    form = await read_form(request)
    try:
        check_nonce(request, services, form, _place(found))
        if form.one("step") == "change":
            return page(request, services, found, form.values())
        if found.refusal:
            return page(request, services, found)
        guest = _read(form, spoken(request, services))
        await _keep(services, found, guest, form.one(nonces.FIELD), network(request, services))
    except Failure as failure:
        return _again(request, services, found, form, failure)
    except StorageError:
        return page(request, services, found, form.values(), [FieldError("", "unavailable")], 503)
    return see_other(f"{_place(found)}/sent")


@router.get("/surveys/{wave_id}/sent")
async def sent(request: Request, services: ServicesDep, wave_id: str) -> Response:
    """The same page, whatever the address."""
    found = await _opened(services, wave_id)
    title = N_("Please look into your mailbox")
    return public_page(request, services, "entered.html", title=title, here=HERE, address=_place(found))


async def _opened(services: Services, wave_id: str) -> Opened:
    found = await opened(services, wave_id.replace("\0", "")[:64])
    if found is None:
        raise NotFound
    return found


def page(
    request: Request,
    services: Services,
    found: Opened,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    """What is asked, until when, what is promised, and the form; without it where no answers are taken."""
    language, form = spoken(request, services), found.questionnaire
    say = services.templates.catalogues.of(language)
    refusal = found.refusal
    return public_page(
        request,
        services,
        "open_survey.html",
        title=form.title.in_(language),
        here=HERE,
        page=_place(found),
        status=status,
        errors=errors,
        values={"language": language} | dict(values or {}),
        intro=form.intro.in_(language) if form.intro is not None else "",
        closes_on=found.wave.closes_on,
        results_on=found.results_on,
        answering=found.wave.state is WaveState.ANSWERING,
        stopped=say.gettext(STOPPED.get(refusal, CLOSED)) if refusal else "",
        promised=found.promised(say),
        questions=len(form.questions),
    )


def _place(found: Opened) -> str:
    return f"{HERE}/{found.wave.id}"


def _read(form: Form, language: str) -> Guest:
    """The address with what was chosen; raises Invalid."""
    chosen = form.one("language") or language
    given = {"email": form.one("email"), "language": chosen, "tell": form.one("tell") == "yes"}
    return build(Guest, given)


async def _keep(services: Services, found: Opened, guest: Guest, nonce: str, network_name: str) -> None:
    """Keeps the address sealed with what was said of privacy, and writes the mail.

    More than three such mails an hour to one address are not written, silently. Raises TooMany when a network or an
    address sends too much.
    """
    address, at = people.normalised(guest.email), services.now()
    if not await may_be_mailed(services, address, network_name):
        return
    told = current(services, PARTICIPANTS, guest.language)
    guest = guest.model_copy(update={"notice": told.version})
    entry_id, token = form_id(nonce, found.wave.id, guest, at), new_token()
    entry = Entry(entry_id, found.wave.id, guest.sealed(services, entry_id))
    async with services.db.write() as session:
        if not await entries.add(session, entry, hash_token(token), at=at):
            return
        await notices.keep(session, told.version, audience=told.audience, language=told.language, html=told.html, at=at)
        await services.write_caseless(
            session,
            "confirm_entry",
            at=at,
            entry=entry_id,
            token=token,
            title=found.questionnaire.title.in_(guest.language),
            closes_on=found.wave.closes_on,
            expires_at=at + entries.KEPT,
            address=guest.email,
            language=guest.language,
        )


def _again(request: Request, services: Services, found: Opened, form: Form, failure: Failure) -> Response:
    """The form with everything that was typed, and what is wrong."""
    return with_wait(page(request, services, found, form.values(), errors_of(failure), failure.status), failure)
