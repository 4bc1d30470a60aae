"""Submitting an idea: a form, the answers to check, one mail to confirm the address.

Between the pages what was typed is kept for this browser alone, until it is sent or the browser is closed.
"""

from typing import Any

from fastapi import APIRouter, Request, Response

from api import naming, nonces
from api.again import whole, with_wait
from api.client import network
from api.errors import Failure, FieldError, Invalid, NotSetUp, Refused, TooMany
from api.forms import Form, build, check_nonce, read_form
from api.idea_form import choices, hidden_fields, pairs_in, read_idea
from api.links import draft
from api.privacy import SUBMITTERS, current
from api.public.page import public_page, spoken
from api.public.unconfirmed import Contact, Unconfirmed, keep
from api.rendering import see_other
from api.services import Services, ServicesDep
from domain.definition import ProcessDefinition
from domain.similar import alike
from kit.i18n import N_
from storage import processes
from storage.errors import StorageError
from storage.queries.lists import MOST, CaseFilter
from storage.queries.public import public_list

router = APIRouter(include_in_schema=False)
HERE = "/ideas/new"
CHECK = f"{HERE}/check"


@router.get(HERE)
async def form(request: Request, services: ServicesDep) -> Response:
    """The form, with what this browser has typed there and not sent."""
    typed = await draft.kept(request, services, HERE)
    definition = await _definition(services)
    return _form(request, services, definition, typed.values() if typed is not None else {}, kept=typed is not None)


@router.get(CHECK)
async def check(request: Request, services: ServicesDep) -> Response:
    """The answers to check, as long as they are kept; it sends nothing."""
    typed = await draft.kept(request, services, HERE)
    if typed is None:
        return see_other(HERE)
    definition = await _definition(services)
    try:
        return await _check(request, services, definition, typed, _read(typed, definition, spoken(request, services)))
    except Invalid:
        return see_other(HERE)


@router.post(HERE)
async def check_or_send(request: Request, services: ServicesDep) -> Response:
    """First the answers to check, then, sent from there, the mail; `step` says which button was pressed."""
    definition, form = await _definition(services), await read_form(request)
    try:
        check_nonce(request, services, form, HERE)
        if form.one("step") == "empty":
            return await _forgotten(request, services, HERE)
        if form.one("step") == "change":
            return await _kept(request, services, form, _form(request, services, definition, form.values()), HERE)
        idea = _read(form, definition, spoken(request, services))
        idea = idea.model_copy(update={"notice": current(services, SUBMITTERS, idea.language).version})
        if form.one("step") != "send":
            page = await _check(request, services, definition, form, idea)
            return await _kept(request, services, form, page, CHECK)
        await keep(services, idea, form.one(nonces.FIELD), network(request, services), services.now())
    except (Refused, TooMany, StorageError) as failure:
        if isinstance(failure, Failure) and failure.code == "form.forged":
            raise
        return _again(request, services, definition, form, failure)
    return await _forgotten(request, services, "/ideas/sent")


async def _kept(request: Request, services: Services, form: Form, page: Response, to: str) -> Response:
    """A redirect to where the page can be asked for again; on a shared device, as long as the browser is open."""
    return await draft.at_its_address(request, services, form, page, of=HERE, to=to, while_open=True)


async def _forgotten(request: Request, services: Services, to: str) -> Response:
    answer = see_other(to)
    await draft.forget(answer, request, services, HERE)
    return answer


@router.get("/ideas/sent")
async def sent(request: Request, services: ServicesDep) -> Response:
    """The same page, whatever the address."""
    return public_page(request, services, "sent.html", title=N_("Please look into your mailbox"), here=HERE)


async def _definition(services: Services) -> ProcessDefinition:
    async with services.db.read() as session:
        definition = await processes.current(session)
    if definition is None:
        raise NotSetUp
    return definition


def _read(form: Form, definition: ProcessDefinition, language: str) -> Unconfirmed:
    """Idea and contact; raises Invalid with what is wrong in either."""
    errors: list[FieldError] = []
    text = contact = None
    try:
        text = read_idea(form, definition)
    except Invalid as wrong:
        errors += wrong.errors
    try:
        named = form.one("named") == "yes"
        contact = build(Contact, {"name": form.one("name"), "email": form.one("email"), "named": named})
    except Invalid as wrong:
        errors += wrong.errors
    if errors or text is None or contact is None:
        raise Invalid(errors)
    return Unconfirmed(text=text, contact=contact, language="en" if language == "en" else "de")


def _again(
    request: Request, services: Services, definition: ProcessDefinition, form: Form, failure: Failure | StorageError
) -> Response:
    """The form with everything that was typed, and what is wrong."""
    if isinstance(failure, Invalid):
        return _form(request, services, definition, form.values(), failure.errors, failure.status)
    failure = failure if isinstance(failure, Failure) else Failure("unavailable")
    return with_wait(_form(request, services, definition, form.values(), [whole(failure)], failure.status), failure)


def _form(
    request: Request,
    services: Services,
    definition: ProcessDefinition,
    values: dict[str, Any],
    errors: list[FieldError] | None = None,
    status: int = 200,
    *,
    kept: bool = False,
) -> Response:
    return public_page(
        request,
        services,
        "new.html",
        title=N_("Submit an idea"),
        here=HERE,
        status=status,
        errors=errors or (),
        values=values,
        choices=choices(definition, spoken(request, services)),
        pairs=pairs_in(values),
        naming=naming.ABOUT,
        kept=kept,
        page=HERE,
    )


async def _check(
    request: Request, services: Services, definition: ProcessDefinition, form: Form, idea: Unconfirmed
) -> Response:
    titles = await _public_titles(services)
    wanted = alike(idea.text.title, titles.items())
    return public_page(
        request,
        services,
        "check.html",
        title=N_("Check your entries"),
        here=HERE,
        page=HERE,
        idea=idea.text,
        contact=idea.contact,
        choices=choices(definition, spoken(request, services), idea.text.goals),
        hidden=hidden_fields(form.values(), "step"),
        similar=[(number, titles[number]) for number in wanted],
    )


async def _public_titles(services: Services) -> dict[str, str]:
    """Number and title of the newest public ideas: enough to see that somebody was here before."""
    async with services.db.read() as session:
        found = await public_list(session, CaseFilter(), limit=MOST)
    return {line.number: line.title for line in found.lines}
