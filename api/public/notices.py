"""The privacy notices: one for each audience, each version named by the hash of the words that are shown.

The words are ours, about what the software stores, and the house's own from its settings. Whoever changes either makes
a new version; nobody has to remember to count it up.
"""

from fastapi import APIRouter, Request, Response

from api.errors import NotFound
from api.privacy import PARTICIPANTS, REVIEWERS, STAFF, SUBMITTERS, SUPPORTERS, PrivacyNotice, current
from api.public.page import public_page, spoken
from api.services import Services, ServicesDep
from kit.i18n import N_
from storage import notices

router = APIRouter(include_in_schema=False)
HERE = "/privacy"
AUDIENCES = (
    (SUBMITTERS, HERE, N_("For everybody who sends in an idea")),
    (PARTICIPANTS, f"{HERE}/surveys", N_("For everybody who takes part in an open survey")),
    (SUPPORTERS, f"{HERE}/support", N_("For everybody who supports an idea")),
    (REVIEWERS, f"{HERE}/reviewers", N_("For people who are asked to review, decide or carry out")),
    (STAFF, f"{HERE}/staff", N_("For the office")),
)


@router.get(HERE)
async def for_submitters(request: Request, services: ServicesDep) -> Response:
    """What is stored of whoever sends in an idea, why, for how long; and the city's own notice."""
    return _page(request, services, SUBMITTERS)


@router.get(f"{HERE}/surveys")
async def for_participants(request: Request, services: ServicesDep) -> Response:
    """The same for whoever takes part in an open survey."""
    return _page(request, services, PARTICIPANTS)


@router.get(f"{HERE}/support")
async def for_supporters(request: Request, services: ServicesDep) -> Response:
    """The same for whoever supports an idea."""
    return _page(request, services, SUPPORTERS)


@router.get(f"{HERE}/reviewers")
async def for_reviewers(request: Request, services: ServicesDep) -> Response:
    """The same for whoever is asked by a link in a mail."""
    return _page(request, services, REVIEWERS)


@router.get(f"{HERE}/staff")
async def for_staff(request: Request, services: ServicesDep) -> Response:
    """The same for whoever signs in."""
    return _page(request, services, STAFF)


@router.get(f"{HERE}/versions/{{version}}")
async def as_it_was(request: Request, services: ServicesDep, version: str) -> Response:
    """A version that somebody acted upon, in the words and the language they were shown."""
    async with services.db.read() as session:
        kept = await notices.get(session, version[:12].replace("\0", ""))
    if kept is None:
        raise NotFound
    notice = PrivacyNotice(kept.audience, kept.language, kept.html)
    return public_page(request, services, "privacy.html", title=N_("Privacy"), notice=notice, since=kept.first_at)


def _page(request: Request, services: Services, audience: str) -> Response:
    notice = current(services, audience, spoken(request, services))
    return public_page(
        request, services, "privacy.html", title=N_("Privacy"), notice=notice, since=None, audiences=AUDIENCES
    )
