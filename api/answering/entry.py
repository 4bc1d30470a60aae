"""The address in the mail: what is asked, what is promised, and a button; it stores nothing and uses nothing up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from api.answering import asked as askings
from api.answering import confirming, consent, tickets
from api.answering.asked import Asked
from api.answering.page import CHECK, begin_at
from api.answering.promised import promised
from api.answering.respondent import FORM, Respondent, RespondentDep, answering
from api.answering.states import session_over, state_page
from api.client import network
from api.errors import Failure, FieldError, NotFound
from api.forms import check_nonce
from api.links.act import FormDep
from api.rendering import see_other
from api.services import Services, ServicesDep
from domain.survey.modes import Mode
from domain.survey.questionnaire import StaffNotice
from kit.codes import new_code, read_code
from kit.tokens import hash_token, looks_like_token
from storage import people

router = APIRouter(include_in_schema=False)
HERE = ""  # the page's links stay at its address without naming it: the token is nowhere in the page


@router.post("/s/begin")
async def begin(request: Request, services: ServicesDep, form: FormDep) -> Response:
    """Exchanges the ticket for a session; whoever has one for this invitation goes on with it."""
    found = await _of_ticket(request, services, form.one("ticket"))
    if found is None:
        return session_over(request, services, form)
    try:
        await _check(found, form)
    except Failure as failure:
        return await _again(found, failure)
    if found.asked.invited.refusal:
        return state_page(found)
    return await _enter(found, await _session(found))


@router.post("/s/code")
async def resume(request: Request, services: ServicesDep, form: FormDep) -> Response:
    """Goes on where somebody broke off, on this device or another."""
    found = await _of_ticket(request, services, form.one("ticket"))
    if found is None:
        return session_over(request, services, form)
    try:
        await _check(found, form)
        if form.one("step") == "change":
            return await _show(found, code=form.one("code"))
        code = read_code(form.one("code"))
        if not code:
            raise _wrong("survey.code_shape")
        session = tickets.new_session(found.session.invitation, code)
        resumed = await answering(request, services, session)
        if not found.asked.invited.refusal and (resumed is None or resumed.typed is None):
            raise _wrong("survey.code_unknown")
    except Failure as failure:
        return await _again(found, failure, form.one("code"))
    if found.asked.invited.refusal:
        return state_page(found)
    return await _enter(found, session)


@router.post("/s/withdraw")
async def withdraw(request: Request, services: ServicesDep, form: FormDep) -> Response:
    """Takes the consent of whoever came by themselves back, by the link that gave it."""
    found = await _of_ticket(request, services, form.one("ticket"))
    if found is None:
        return session_over(request, services, form)
    stays = state_page(found, HERE) if found.asked.invited.refusal else await _show(found)
    try:
        await _check(found, form)
        if form.one("sure") == "yes":
            invited, browser = found.asked.invited, tickets.of_browser(request, services)
            theirs = [browser] if browser is not None and browser.invitation == invited.id else []
            await consent.take_back(services, invited, found.language, tickets.Session(invited.id), *theirs)
            return await _withdrawn(found)
    except Failure as failure:
        if failure.code == "form.forged":
            raise
    return stays


async def _withdrawn(found: Respondent) -> Response:
    again = await _of_ticket(found.request, found.services, tickets.ticket(found.services, found.session.invitation))
    return state_page(again or found, HERE)


@router.get("/s/withdraw")
@router.get("/s/begin")
@router.get("/s/code")
async def back(request: Request, services: ServicesDep, found: RespondentDep) -> Response:
    """Whoever opens the address of a form goes on where they are."""
    return session_over(request, services) if found is None else see_other(CHECK)


@router.get("/s/{token}")
async def enter(token: str, request: Request, services: ServicesDep) -> Response:
    """The first page of a link; or how it stands with it."""
    known = looks_like_token(token)
    asked = await askings.by_token(services, hash_token(token)) if known else None
    if asked is None:
        entry = await confirming.by_token(services, hash_token(token)) if known else None
        if entry is not None:
            return await confirming.page(request, services, entry)
        await services.limits.spend("link.unknown.network", network(request, services))
        await services.limits.spend("link.unknown.all")
        raise NotFound("link.unknown")
    found = Respondent(request, services, tickets.Session(asked.invited.id), asked)
    return state_page(found, HERE) if asked.invited.refusal else await _show(found)


async def _show(found: Respondent, errors: Sequence[FieldError] = (), code: str = "", status: int = 200) -> Response:
    asked, language = found.asked, found.language
    say = found.services.templates.catalogues.of(language)
    return found.draw(
        "entry.html",
        title=asked.questionnaire.title.in_(language),
        path=HERE,
        errors=errors,
        values={"code": code},
        status=status,
        intro=asked.questionnaire.intro.in_(language) if asked.questionnaire.intro is not None else "",
        promised=promised(asked, say),
        notice=_notice(asked, language),
        idea=asked.idea,
        ticket=tickets.ticket(found.services, asked.invited.id),
        by_code=asked.by_code and asked.survey.plan.resumable,
        begun=await _begun(found),
        whose=await _whose(found),
    )


async def _whose(found: Respondent) -> str:
    """Whose answers these would be, so that whoever was forwarded the link knows; of anonymous ones nobody's."""
    if found.asked.invited.mode is Mode.ANONYMOUS or found.asked.entered:
        return ""
    async with found.services.db.read() as session:
        person = await people.get(session, found.asked.invited.person)
    return person.name if person is not None else ""


async def _begun(found: Respondent) -> bool:
    """Whether the link leads back to something."""
    if found.asked.by_code:
        return False
    again = await answering(found.request, found.services, found.session)
    return again is not None and again.typed is not None


def _notice(asked: Asked, language: str) -> list[tuple[str, str]]:
    """What employees have to read before they answer."""
    notice = asked.questionnaire.notice
    if asked.questionnaire.kind != "staff" or notice is None:
        return []
    given: dict[str, Any] = {name: getattr(notice, name) for name in StaffNotice.model_fields}
    return [(name, text.in_(language)) for name, text in given.items() if text is not None]


async def _of_ticket(request: Request, services: Services, sealed: str) -> Respondent | None:
    invitation = tickets.of_ticket(services, sealed)
    asked = await askings.by_invitation(services, invitation) if invitation else None
    if asked is None:
        return None
    return Respondent(request, services, tickets.Session(asked.invited.id), asked)


async def _session(found: Respondent) -> tickets.Session:
    known = tickets.of_browser(found.request, found.services)
    if known is not None and known.invitation == found.session.invitation and bool(known.code) == found.asked.by_code:
        return replace(known)
    return tickets.new_session(found.session.invitation, new_code() if found.asked.by_code else "")


async def _enter(found: Respondent, session: tickets.Session) -> Response:
    entered = await answering(found.request, found.services, session) or found
    response = see_other(begin_at(found.asked.questionnaire, entered.typed or {}))
    tickets.keep(response, found.services, session)
    return response


async def _check(found: Respondent, form: Any) -> None:
    await found.services.limits.spend("link.act", found.session.invitation)
    check_nonce(found.request, found.services, form, FORM)


async def _again(found: Respondent, failure: Failure, code: str = "") -> Response:
    """The page once more, without its address: it has no token to show."""
    if failure.code == "form.forged":
        raise failure
    field = "code" if failure.code.startswith("survey.code") else ""
    facts = {name: fact for name, fact in failure.facts.items() if fact is not None}
    return await _show(found, [FieldError(field, failure.code, facts)], code, failure.status)


def _wrong(code: str) -> Failure:
    return Failure(code)
