"""Signing in to the office: an address, a code by mail, a session; the answer is the same for every address."""

import re
import secrets
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from api import codes
from api.client import network
from api.errors import FieldError, Invalid, Refused, TooMany
from api.forms import Form, check_nonce, read_form
from api.idea_form import reason_of
from api.language import language_of
from api.links import draft
from api.office.door import COOKIE, LASTS, belongs, hashed, own_path
from api.privacy import STAFF, acted
from api.rendering import render, see_other
from api.services import Services, ServicesDep
from kit.i18n import N_
from storage import people, sessions

router = APIRouter(prefix="/office", include_in_schema=False)

PENDING = "umlauf_signin"  # which code this browser waits for
ABOUT = "signin"
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@router.get("/sign-in")
async def ask(request: Request, services: ServicesDep, back: str = "/office") -> Response:
    """The form for an address."""
    return _page(request, services, "sign_in", back, values=await _typed(request, services))


@router.post("/sign-in")
async def send_code(request: Request, services: ServicesDep) -> Response:
    """Writes the mail with the code, if the address belongs to the office; says the same if not."""
    form = await read_form(request)
    back = own_path(form.one("back"))
    try:
        check_nonce(request, services, form, request.url.path)
        if form.one("step") == "change":
            return await _kept(request, services, "sign_in", back, form)
        address = _address(form)
        await services.limits.spend("signin.network", network(request, services))
        await services.limits.spend("signin.address", address)
    except (Refused, TooMany) as refused:
        return _again(request, services, "sign_in", back, form, refused)
    response = see_other(f"/office/sign-in/code?back={back}")
    code_id = await _written(services, address)
    _keep(response, services, PENDING, code_id, int(codes.LASTS.total_seconds()))
    await draft.forget(response, request, services, request.url.path)
    return response


@router.get("/sign-in/code")
async def ask_code(request: Request, services: ServicesDep, back: str = "/office") -> Response:
    """The form for the code."""
    return _page(request, services, "code", back, values=await _typed(request, services))


@router.post("/sign-in/code")
async def sign_in(request: Request, services: ServicesDep) -> Response:
    """Begins a session with the right code; five wrong ones end it."""
    form = await read_form(request)
    back = own_path(form.one("back"))
    try:
        check_nonce(request, services, form, request.url.path)
        if form.one("step") == "change":
            return await _kept(request, services, "code", back, form)
        language, code_id = language_of(request, services), codes.asked_here(request, PENDING)
        token = await _begun(services, language, code_id, form.one("code"))
    except Refused as refused:
        return _again(request, services, "code", back, form, refused)
    response = see_other(back)
    _keep(response, services, COOKIE, token, None)
    response.delete_cookie(PENDING, path="/office")
    await draft.forget(response, request, services, request.url.path)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, services: ServicesDep) -> Response:
    """Ends the session; the form stands on every page, so that its nonce may be another page's."""
    form = await read_form(request)
    try:
        check_nonce(request, services, form, request.url.path)
    except Refused as refused:
        if refused.code != "form.expired":
            raise
    async with services.db.write() as session:
        await sessions.end(session, hashed(request.cookies.get(COOKIE, "")), services.now())
    response = see_other("/office/sign-in")
    response.delete_cookie(COOKIE, path="/office")
    return response


def _address(form: Form) -> str:
    address = people.normalised(form.one("address"))
    if not address:
        raise Invalid([FieldError("address", "input.missing")])
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise Invalid([FieldError("address", "input.email")])
    return address


async def _written(services: Services, address: str) -> str:
    """The id of the code, or one that fits no code."""
    async with services.db.read() as session:
        owner = await people.owner_of(session, address)
        person = None if owner is None else await people.get(session, owner)
    if person is None or not belongs(person):
        return secrets.token_hex(16)
    return await codes.mailed(services, person, "signin_code", ABOUT)


async def _begun(services: Services, language: str, code_id: str, code: str) -> str:
    """The token of a new session; raises Invalid for a wrong code."""
    person_id = await codes.used(services, code_id, code, ABOUT)
    token, now = secrets.token_urlsafe(32), services.now()
    async with services.db.write() as session:
        if not belongs(await people.get(session, person_id)):
            raise Invalid([FieldError("code", "signin.code_wrong")])
        await sessions.begin(session, hashed(token), person_id, at=now, lasts=LASTS)
        await acted(session, services, STAFF, language, person_id)
    return token


def _keep(response: Response, services: Services, name: str, value: str, seconds: int | None) -> None:
    """A cookie of the office: lax, so that the links in its mails arrive signed in."""
    secure = services.site.base_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/office")


async def _typed(request: Request, services: Services) -> dict[str, Any]:
    """What was typed at this address in this browser, and not sent."""
    typed = await draft.kept(request, services, request.url.path)
    return typed.values() if typed is not None else {}


async def _kept(request: Request, services: Services, template: str, back: str, form: Form) -> Response:
    """A redirect to where the page can be asked for again: see `draft`."""
    here, page = request.url.path, _page(request, services, template, back, values=form.values())
    to = f"{here}?back={quote(back, safe='')}"
    return await draft.at_its_address(request, services, form, page, of=here, to=to, while_open=True)


def _again(
    request: Request, services: Services, template: str, back: str, form: Form, refused: Refused | TooMany
) -> Response:
    if refused.code == "form.forged":
        raise refused
    if isinstance(refused, Refused):
        return _page(request, services, template, back, errors=reason_of(refused), values=form.values(), status=422)
    errors = [FieldError("", refused.code, {"seconds": refused.wait})]
    answer = _page(request, services, template, back, errors=errors, values=form.values(), status=refused.status)
    answer.headers["Retry-After"] = str(refused.wait)
    return answer


def _page(request: Request, services: Services, template: str, back: str, **shown: object) -> Response:
    title = N_("Sign in") if template == "sign_in" else N_("Enter the code")
    given = {"back": own_path(back), **shown}
    return render(request, services, f"office/{template}.html", title=title, **given)  # type: ignore[arg-type]
