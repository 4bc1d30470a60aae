"""What the installation says of itself: legal pages from its settings, its colour, its logo, its word to robots."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse

from api.errors import NotFound
from api.public.page import public_page
from api.public.theme import theme
from api.rendering import see_other
from api.services import Services, ServicesDep
from kit.i18n import N_

router = APIRouter(include_in_schema=False)
KEPT = {"Cache-Control": "public, max-age=3600"}
ROBOTS = "User-agent: *\nDisallow: /a/\nDisallow: /office/\nDisallow: /ideas/new\nDisallow: /stop/\n"

# The gaps of this release, said honestly; each is to be removed with the gap.
GAPS = (
    N_("There is no version in German Sign Language and none in easy language yet."),
    N_("What people write in their ideas is shown as they wrote it: it may be hard to read or in another language."),
    N_("The pages are tested by machine and by keyboard, not yet by people who use screen readers."),
    N_("In old browsers without “light-dark()” in style sheets the colours of the browser are used."),
)


@router.get("/impressum")
async def impressum(request: Request, services: ServicesDep) -> Response:
    """The legal notice: the city's own page where there is one."""
    if services.site.impressum_url:
        return see_other(services.site.impressum_url)
    return _legal(request, services, "impressum.html", N_("Legal notice"), text=services.site.impressum_text)


@router.get("/accessibility")
async def accessibility(request: Request, services: ServicesDep) -> Response:
    """The statement: standards, known gaps, whom to tell."""
    text = services.site.accessibility_text
    return _legal(request, services, "accessibility.html", N_("Accessibility"), text=text, gaps=GAPS)


@router.get("/contact")
async def contact(request: Request, services: ServicesDep) -> Response:
    """Whom to ask."""
    return _legal(request, services, "contact.html", N_("Contact"))


def _legal(request: Request, services: Services, template: str, title: str, **context: Any) -> Response:
    return public_page(request, services, template, title=title, **context)


@router.get("/theme.css")
async def colours(services: ServicesDep) -> Response:
    """The house's colours over ours."""
    return Response(theme(services.site.theme_colour).css, media_type="text/css", headers=KEPT)


@router.get("/logo")
async def logo(services: ServicesDep) -> Response:
    """The city's logo."""
    path = services.site.logo
    if path is None:
        raise NotFound
    kind = "image/svg+xml" if path.suffix.lower() == ".svg" else "image/png"
    return FileResponse(path, media_type=kind, headers=KEPT)


@router.get("/robots.txt")
async def robots() -> Response:
    """What search engines leave alone."""
    return PlainTextResponse(ROBOTS, headers=KEPT)
