"""Supporters of public ideas: an address is given, one mail sent, and its link counts somebody in, or out again.

The form is answered the same, whoever has the address. Looking at a link changes nothing, and so does pressing its
button without the tick: a scanner of mails counts nobody in or out. No token is in a form or in a later address.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from api import nonces
from api.again import errors_of, with_wait
from api.answering import tickets
from api.answering.guest import Given
from api.client import network
from api.errors import Failure, FieldError, Invalid, NotFound, Refused
from api.forms import Form, build, check_nonce, read_form
from api.language import language_of
from api.links.act import FormDep
from api.privacy import SUPPORTERS, current
from api.public.by_mail import form_id, may_be_mailed
from api.public.page import public_page, spoken
from api.rendering import render, see_other
from api.services import Services, ServicesDep
from contracts import support_links
from domain.calendar import local_date
from kit.i18n import N_
from kit.tokens import hash_token, looks_like_token, new_token
from storage import mapping, notices, people, supporters
from storage.errors import StorageError
from storage.queries.public import PublicCase, public_case
from storage.supporters import Entry

router = APIRouter(include_in_schema=False)
HERE = "/ideas"
FORM = f"{support_links.LINK}/confirm"
TITLES = {"": N_("Support of an idea"), "confirm": N_("Confirm your address"), "again": N_("You took it back")} | {
    "withdraw": N_("You support this idea")
}
DONE = {"counted": N_("Thank you, you are counted"), "withdrawn": N_("You took it back")}


class Supporter(Given):
    """Whoever an idea matters to."""

    CONTEXT = "support.entry"


# The form


@router.get("/ideas/{number}/support")
async def ask(request: Request, services: ServicesDep, number: str) -> Response:
    """The form, for public ideas that are open."""
    return _ask(request, services, await _open(services, number))


@router.post("/ideas/{number}/support")
async def give(request: Request, services: ServicesDep, number: str) -> Response:
    """Sends the mail, or says what is wrong in the form; pressed twice, it is one mail."""
    found, form = await _open(services, number), await read_form(request)
    try:
        check_nonce(request, services, form, _place(found))
        if form.one("step") == "change":
            return _ask(request, services, found, form.values())
        chosen = form.one("language") or spoken(request, services)
        who = build(Supporter, {"email": form.one("email"), "language": chosen})
        await _keep(services, found, who, form.one(nonces.FIELD), network(request, services))
    except Failure as failure:
        return _again(request, services, found, form, failure)
    except StorageError:
        return _ask(request, services, found, form.values(), [FieldError("", "unavailable")], 503)
    return see_other(f"{_place(found)}/sent")


@router.get("/ideas/{number}/support/sent")
async def sent(request: Request, services: ServicesDep, number: str) -> Response:
    """The same page, whatever the address."""
    found = await _open(services, number)
    title, place = N_("Please look into your mailbox"), _place(found)
    return public_page(request, services, "support/sent.html", title=title, here=HERE, address=place)


async def _open(services: Services, number: str) -> PublicCase:
    async with services.db.read() as session:
        found = await public_case(session, number.replace("\0", "")[:40])
    if found is None:
        raise NotFound
    if found.case.closed_at is not None:
        raise Refused("support.closed")
    return found


def _place(found: PublicCase) -> str:
    return f"{HERE}/{found.case.number}/support"


def _ask(
    request: Request,
    services: Services,
    found: PublicCase,
    values: Mapping[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> Response:
    return public_page(
        request,
        services,
        "support/ask.html",
        title=N_("This matters to me too"),
        here=HERE,
        page=_place(found),
        values={"language": spoken(request, services)} | dict(values or {}),
        errors=errors,
        status=status,
        number=found.case.number,
        idea_title=found.case.text.title,
    )


def _again(request: Request, services: Services, found: PublicCase, form: Form, failure: Failure) -> Response:
    """The form with everything that was typed, and what is wrong."""
    return with_wait(_ask(request, services, found, form.values(), errors_of(failure), failure.status), failure)


async def _keep(services: Services, found: PublicCase, who: Supporter, nonce: str, network_name: str) -> None:
    """Keeps the address sealed with what was said of privacy, and writes the mail.

    More than three such mails an hour to one address are not written, silently. Raises TooMany when a network or an
    address sends too much.
    """
    address, at = people.normalised(who.email), services.now()
    if not await may_be_mailed(services, address, network_name):
        return
    told = current(services, SUPPORTERS, who.language)
    who = who.model_copy(update={"notice": told.version})
    entry_id, token = form_id(nonce, found.case.id, who, at), new_token()
    entry = Entry(entry_id, found.case.id, who.sealed(services, entry_id))
    async with services.db.write() as session:
        if not await supporters.add(session, entry, hash_token(token), at=at):
            return
        await notices.keep(session, told.version, audience=told.audience, language=told.language, html=told.html, at=at)
        await services.write_caseless(
            session,
            "confirm_support",
            at=at,
            entry=entry_id,
            token=token,
            title=found.case.text.title,
            expires_at=at + supporters.KEPT,
            address=who.email,
            language=who.language,
        )


# The link


@dataclass(frozen=True)
class Behind:
    """What is behind a link: an address that waits, or somebody who confirmed; and what its button may do."""

    token_hash: str
    case_id: str
    entry: Entry | None
    who: Supporter | None
    step: str  # confirm, withdraw, again; empty where nothing can be done
    closed: bool
    number: str = ""  # of the idea, while it is public
    title: str = ""


@router.get("/support/confirm")
async def back(request: Request, services: ServicesDep) -> Response:
    """Whoever opens the address of the form needs the link again."""
    raise NotFound("link.unknown")


@router.get("/support/done/{what}")
async def done(request: Request, services: ServicesDep, what: str) -> Response:
    """What became of it; the same words for everybody."""
    if what not in DONE:
        raise NotFound
    counted = what == "counted"
    return public_page(request, services, "support/done.html", title=DONE[what], here=HERE, counted=counted)


@router.get("/support/{token}")
async def link(request: Request, services: ServicesDep, token: str) -> Response:
    """How it stands, and a box to tick; it stores nothing."""
    found = await _behind(services, hash_token(token)) if looks_like_token(token) else None
    if found is None:
        await services.limits.spend("link.unknown.network", network(request, services))
        await services.limits.spend("link.unknown.all")
        raise NotFound("link.unknown")
    return _link(request, services, found)


@router.post("/support/confirm")
async def act(request: Request, services: ServicesDep, form: FormDep) -> Response:
    """Counts in or out, as the page said that was sent; pressed twice, it is once."""
    token_hash = tickets.of_entry_ticket(services, form.one("ticket"))
    found = await _behind(services, token_hash) if token_hash is not None else None
    if found is None:
        raise NotFound("link.unknown")
    step = form.one("act")
    try:
        await services.limits.spend("link.act", found.token_hash)
        check_nonce(request, services, form, FORM)
        if form.one("mine") != "yes":
            raise Invalid([FieldError("mine", "input.confirm")])
        if not await _done(services, found, step):
            raise Refused("support.closed")
    except Failure as failure:
        return _link(request, services, found, errors_of(failure), failure.status)
    except StorageError:
        return _link(request, services, found, [FieldError("", "unavailable")], 503)
    return see_other(f"{support_links.LINK}/done/{'withdrawn' if step == 'withdraw' else 'counted'}")


async def _done(services: Services, found: Behind, step: str) -> bool:
    at, today = services.now(), _today(services)
    async with services.db.write() as session:
        if step == "withdraw":
            await supporters.withdraw(session, found.token_hash)
            return True
        if found.entry is None:  # confirmed already: by this page a moment ago, or taken back since
            return await supporters.again(session, found.token_hash, today=today)
        if found.who is None:
            return False
        address, language = found.who.email, found.who.language
        return await supporters.confirm(
            session, found.entry, found.token_hash, address, language=language, at=at, today=today
        )


def _today(services: Services) -> date:
    return local_date(services.now(), services.zone)


async def _behind(services: Services, token_hash: str) -> Behind | None:
    async with services.db.read() as session:
        entry = await supporters.waiting(session, token_hash, services.now())
        known = await supporters.behind(session, token_hash) if entry is None else None
        if entry is None and known is None:
            return None
        case_id = entry.case_id if entry is not None else known.case_id if known is not None else ""
        closed = not await supporters.taken(session, case_id)
        case = await mapping.load_case(session, case_id, lock=False)
    who = Supporter.opened(services, entry) if entry is not None else None
    step = "withdraw" if known is not None and known.counts else "again" if known is not None else "confirm"
    if (closed and step != "withdraw") or (entry is not None and who is None):
        step = ""
    public = case is not None and case.public and bool(case.texts)
    shown = (case.number, case.text.title) if case is not None and public else ("", "")
    return Behind(token_hash, case_id, entry, who, step, closed, *shown)


def _link(
    request: Request, services: Services, found: Behind, errors: Sequence[FieldError] = (), status: int = 200
) -> Response:
    given = found.who.language if found.who is not None else ""
    return render(
        request,
        services,
        "public/support/link.html",
        title=TITLES[found.step],
        page=FORM,
        language=language_of(request, services, given),
        errors=errors,
        status=status,
        path="",
        step=found.step,
        closed=found.closed,
        idea={"number": found.number, "title": found.title},
        ticket=tickets.entry_ticket(services, found.token_hash),
    )
