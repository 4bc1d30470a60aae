"""The link in the mail to an address that nobody has confirmed yet: a box to tick, then the questions begin.

Looking stores nothing, and so does pressing the button without the tick: a scanner of mails confirms no address. Once
it is confirmed, the same link opens the questionnaire, as any invitation's does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.again import errors_of
from api.answering import consent, tickets
from api.answering.guest import Guest
from api.answering.opened import Opened, opened, opened_in
from api.answering.page import begin_at
from api.answering.respondent import FORM
from api.answering.states import WORDS, Words, session_over
from api.errors import Failure, FieldError, Invalid
from api.forms import check_nonce
from api.language import language_of
from api.links.act import FormDep
from api.rendering import render, see_other
from api.services import Services, ServicesDep
from domain.survey.modes import Mode
from kit.codes import new_code
from kit.i18n import N_
from storage import answers, entries
from storage.entries import Entry
from storage.errors import StorageError

router = APIRouter(include_in_schema=False)
TAKEN_BACK = Words(
    N_("This link cannot be read any more"),
    (N_("The keys of this installation were changed since it was sent. Nothing was stored of you."),),
    (N_("Enter your address once more on the page of the survey."),),
    "warning",
    hear=False,
)


@dataclass(frozen=True)
class Waiting:
    """An address that waits behind a link, what was given with it, and the survey it is for."""

    entry: Entry
    token_hash: str
    guest: Guest | None
    open: Opened


async def by_token(services: Services, token_hash: str) -> Waiting | None:
    """What this link confirms; None once it did, or came too late."""
    async with services.db.read() as session:
        entry = await entries.waiting(session, token_hash, services.now())
    survey = await opened(services, entry.wave) if entry is not None else None
    if entry is None or survey is None:
        return None
    return Waiting(entry, token_hash, Guest.opened(services, entry), survey)


async def page(request: Request, services: Services, found: Waiting) -> Response:
    """What is asked and promised, and the box; or why nothing can be answered any more."""
    if found.open.refusal or found.guest is None:
        return _stopped(request, services, found)
    return _show(request, services, found)


@router.post("/s/confirm")
async def confirm(request: Request, services: ServicesDep, form: FormDep) -> Response:
    """Confirms the address, and begins; pressed twice, it goes on with the same."""
    token_hash = tickets.of_entry_ticket(services, form.one("ticket"))
    if token_hash is None:
        return session_over(request, services, form)
    found = await by_token(services, token_hash)
    if found is None:  # the same button, pressed twice
        await services.limits.spend("link.act", token_hash)
        return await _begun(request, services, token_hash)
    if found.open.refusal or found.guest is None:
        return _stopped(request, services, found)
    try:
        await services.limits.spend("link.act", token_hash)
        check_nonce(request, services, form, FORM)
        if form.one("step") == "change":
            return _show(request, services, found)
        if form.one("mine") != "yes":
            raise Invalid([FieldError("mine", "input.confirm")])
        async with services.db.write() as session:
            words = consent.given(found.open, services.templates.catalogues.of(_language(request, services, found)))
            guest, now = found.guest.known_as, services.now()
            entered = await entries.enter(session, found.entry, token_hash, guest, words, at=now)
    except StorageError:
        return _show(request, services, found, [FieldError("", "unavailable")], 503)
    except Failure as failure:
        return _again(request, services, found, failure)
    if not entered:  # closed, paused or called off while somebody read the page
        found = await by_token(services, token_hash)
        return _stopped(request, services, found) if found is not None else session_over(request, services, form)
    return await _begun(request, services, token_hash)


@router.get("/s/confirm")
async def back(request: Request, services: ServicesDep) -> Response:
    """Whoever opens the address of the form needs the link again."""
    return session_over(request, services)


async def _begun(request: Request, services: Services, token_hash: str) -> Response:
    """The first page of the questions; whoever has answered, or comes after the close, is told so there."""
    async with services.db.read() as session:
        invited = await answers.invited(session, token_hash)
        survey = await opened_in(session, invited.wave) if invited is not None else None
    if invited is None or survey is None:
        return session_over(request, services)
    by_code = invited.mode is Mode.ANONYMOUS or not survey.survey.plan.resumable
    known = tickets.of_browser(request, services)
    same = known is not None and known.invitation == invited.id and bool(known.code) == by_code
    session_now = (
        known if same and known is not None else tickets.new_session(invited.id, new_code() if by_code else "")
    )
    response = see_other("/s/state" if invited.refusal else begin_at(survey.questionnaire, {}))
    tickets.keep(response, services, session_now)
    return response


def _again(request: Request, services: Services, found: Waiting, failure: Failure) -> Response:
    return _show(request, services, found, errors_of(failure), failure.status)


def _show(
    request: Request, services: Services, found: Waiting, errors: Sequence[FieldError] = (), status: int = 200
) -> Response:
    given = found.guest.language if found.guest is not None else ""
    language = _language(request, services, found)
    say, form = services.templates.catalogues.of(language), found.open.questionnaire
    return render(
        request,
        services,
        "survey/confirm.html",
        title=form.title.in_(language),
        page=FORM,
        language=given,
        errors=errors,
        status=status,
        path="",
        survey_title=form.title.in_(language),
        intro=form.intro.in_(language) if form.intro is not None else "",
        closes_on=found.open.wave.closes_on,
        promised=found.open.promised(say),
        mine=say.gettext(consent.MINE),
        ground=say.gettext(consent.GROUND),
        tell=found.guest is not None and found.guest.tell,
        ticket=tickets.entry_ticket(services, found.token_hash),
    )


def _language(request: Request, services: Services, found: Waiting) -> str:
    return language_of(request, services, found.guest.language if found.guest is not None else "")


def _stopped(request: Request, services: Services, found: Waiting) -> Response:
    words = WORDS.get(found.open.refusal, TAKEN_BACK)
    return render(
        request,
        services,
        "survey/state.html",
        title=words.title,
        page=FORM,
        language=found.guest.language if found.guest is not None else "",
        path="",
        words=words,
        typed=[],
        entered=True,
        results_on=found.open.results_on,
        public_url=f"/surveys/{found.open.wave.id}",
    )
