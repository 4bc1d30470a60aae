"""Which language a page speaks: asked for, chosen before, the person's, the browser's, the house's."""

from fastapi import Request

from api.services import Services

COOKIE = "umlauf_lang"


def language_of(request: Request, services: Services, person: str = "") -> str:
    """One of the languages offered, always."""
    offered = services.site.languages
    wishes = [request.query_params.get("lang"), request.cookies.get(COOKIE), person]
    for wish in [*wishes, *_accepted(request)]:
        if wish in offered:
            return str(wish)
    return services.site.default_language


def _accepted(request: Request) -> list[str]:
    header = request.headers.get("accept-language", "")[:200]
    return [part.split(";")[0].strip()[:2].lower() for part in header.split(",")]
