"""Forms that only our own pages can send: a signed one-time value bound to a strict cookie, and the Origin header.

`strict-origin` as referrer policy keeps `Origin` right in every browser; `no-referrer` would make it "null".
"""

import secrets
from dataclasses import dataclass

from fastapi import Request, Response

from api.errors import Elsewhere, Refused
from api.origins import is_ours
from api.services import Services
from kit.signing import Freshness

COOKIE = "umlauf_form"
FIELD = "nonce"
MAX_AGE = 12 * 3600.0  # seconds; an expired form is shown again with everything that was typed


@dataclass(frozen=True)
class Nonce:
    """The value for this page's forms, and the cookie it is bound to."""

    value: str
    cookie: str
    fresh_cookie: bool


def issue(request: Request, services: Services, purpose: str) -> Nonce:
    """A value for the forms of a page; `purpose` is the path the forms belong to."""
    known = request.cookies.get(COOKIE, "")
    cookie = known or secrets.token_urlsafe(24)
    value = services.signer.sign(purpose, cookie, at=services.now().timestamp())
    return Nonce(value, cookie, not known)


def remember(response: Response, nonce: Nonce, services: Services) -> None:
    """Sets the cookie the value is bound to; strict: no other site's form sends it."""
    if nonce.fresh_cookie:
        secure = services.site.base_url.startswith("https://")
        response.set_cookie(COOKIE, nonce.cookie, httponly=True, samesite="strict", secure=secure, path="/")


def check(request: Request, services: Services, purpose: str, given: str) -> None:
    """Raises Refused("form.forged") for a foreign form, Refused("form.expired") for one that lay too long.

    Elsewhere, of the same code, is one that this browser was given and sends from an address that is not ours.
    """
    cookie = request.cookies.get(COOKIE, "")
    found = Freshness.FORGED
    if cookie:
        now = services.now().timestamp()
        found = services.signer.check(given, purpose, cookie, now=now, max_age=MAX_AGE)
    signed = found is not Freshness.FORGED
    if not _own_origin(request, services, valid=signed):
        raise Elsewhere(purpose) if signed else Refused("form.forged")
    if found is Freshness.EXPIRED or (not signed and _same_site(request, services)):
        raise Refused("form.expired")
    if not signed:
        raise Refused("form.forged")


def _own_origin(request: Request, services: Services, *, valid: bool) -> bool:
    origin = request.headers.get("origin", "")
    if origin in ("", "null"):
        return valid or request.headers.get("sec-fetch-site") == "same-origin"
    return is_ours(origin, request.headers.get("host", ""), services.site.base_url, services.trusted_hosts)


def _same_site(request: Request, services: Services) -> bool:
    """Our own page sent it, only the cookie was lost or replaced: show the form again, keep the text."""
    own = bool(request.headers.get("origin")) and _own_origin(request, services, valid=False)
    return own and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
