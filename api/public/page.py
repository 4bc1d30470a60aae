"""A public page: the frame with its navigation, in the reader's language."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.language import language_of
from api.rendering import render
from api.services import Services
from kit.i18n import N_

NAV = (
    ("/ideas", N_("Ideas")),
    ("/ideas/new", N_("Submit an idea")),
    ("/surveys", N_("Surveys")),
    ("/office", N_("Office")),
)


def public_page(
    request: Request, services: Services, template: str, *, title: str, here: str = "", **context: Any
) -> HTMLResponse:
    """The page; `here` is the address in the navigation it belongs to."""
    say = services.templates.catalogues.of(language_of(request, services)).gettext
    nav = [{"label": say(label), "url": url, "current": url == here} for url, label in NAV]
    return render(request, services, f"public/{template}", title=title, nav=nav, **context)


def spoken(request: Request, services: Services) -> str:
    """The language of the page."""
    return language_of(request, services)
