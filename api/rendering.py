"""One way to make a page: the frame's context, the nonce, the language, the headers."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import language as languages
from api import nonces
from api.errors import FieldError
from api.page_order import in_page_order
from api.services import Services
from api.telling import told

SCHEME_COOKIE = "umlauf_scheme"
SCHEMES = ("light", "dark")


def render(
    request: Request,
    services: Services,
    template: str,
    *,
    title: str,
    status: int = 200,
    errors: Sequence[FieldError] = (),
    values: Mapping[str, Any] | None = None,
    language: str = "",
    signed_in: str = "",
    nav: Sequence[Mapping[str, Any]] = (),
    page: str = "",
    **context: Any,
) -> HTMLResponse:
    """A page in the reader's language; `title` is an English sentence id or text that needs no translation.

    `page` is the path of the page that a refused form shows again: its nonce and its language links are that page's.
    """
    spoken = languages.language_of(request, services, language)
    say = services.templates.catalogues.of(spoken)
    nonce = nonces.issue(request, services, page or request.url.path)
    frame: dict[str, Any] = {
        "site": _site(request, services),
        "languages": services.site.languages,
        "path": page or _path(request),
        "title": say.gettext(title),
        "errors": [{"field": e.field, "message": told(say, e.code, e.facts, e.field)} for e in errors],
        "values": dict(values or {}),
        "signed_in": signed_in,
        "nav": list(nav),
        "nonce": nonce.value,
    }
    html = services.templates.page(template, spoken, {**frame, **context})
    if len(errors) > 1 and (ordered := in_page_order(html, frame["errors"])) != frame["errors"]:
        html = services.templates.page(template, spoken, {**frame, "errors": ordered, **context})
    response = HTMLResponse(html, status)
    nonces.remember(response, nonce, services)
    _remember_choices(request, response, services)
    return response


def see_other(url: str) -> RedirectResponse:
    """After a form: the page that shows what became of it; reloading repeats nothing."""
    return RedirectResponse(url, 303)


def with_choices(request: Request, path: str) -> str:
    """The path, with the language or the scheme that the reader has just chosen."""
    chosen = {name: value for name in ("lang", "scheme") if (value := request.query_params.get(name))}
    return path + (f"{'&' if '?' in path else '?'}{urlencode(chosen)}" if chosen else "")


def _site(request: Request, services: Services) -> dict[str, Any]:
    site = services.site
    scheme = request.query_params.get("scheme") or request.cookies.get(SCHEME_COOKIE, "")
    shown = {name: getattr(site, name) for name in site.__dataclass_fields__}
    return {**shown, "scheme": scheme if scheme in SCHEMES else None}


def _path(request: Request) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("lang", "scheme")]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


def _remember_choices(request: Request, response: HTMLResponse, services: Services) -> None:
    """A choice of language or scheme is kept; nothing else is."""
    secure = services.site.base_url.startswith("https://")
    for name, cookie, allowed in (
        ("lang", languages.COOKIE, services.site.languages),
        ("scheme", SCHEME_COOKIE, (*SCHEMES, "auto")),
    ):
        chosen = request.query_params.get(name)
        if chosen in allowed:
            response.set_cookie(cookie, chosen, max_age=31_536_000, httponly=True, samesite="lax", secure=secure)
