"""The door of the office: whoever is signed in and belongs to it, and the frame of its pages."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from api.errors import Failure, SignInNeeded
from api.language import language_of
from api.rendering import render
from api.services import Services, ServicesDep
from domain import calendar
from domain.words import Role
from domain.world import Person
from kit.i18n import N_, Translator
from storage import people, sessions

COOKIE = "umlauf_session"
LASTS = timedelta(hours=12)  # from the last page seen
STEP = timedelta(minutes=10)  # a session is lengthened this often at most
OWN_PATH = re.compile(r"/office(/[A-Za-z0-9_./-]*)?(\?[A-Za-z0-9_.=&%+-]*)?")

NAV = (
    ("/office", N_("Board")),
    ("/office/desk", N_("My desk")),
    ("/office/ideas", N_("All ideas")),
    ("/office/search", N_("Search")),
    ("/office/ideas/new", N_("Enter an idea")),
    ("/office/take-over", N_("Take over a project")),
    ("/office/rounds", N_("Rounds")),
    ("/office/surveys", N_("Surveys")),
    ("/office/goals", N_("Goals")),
    ("/office/portfolio", N_("Portfolio")),
    ("/office/communication", N_("Communication")),
    ("/office/people", N_("People")),
    ("/office/operations", N_("Operations")),
)


@dataclass(frozen=True)
class Desk:
    """One request of somebody of the office, and the words and dates of their language."""

    request: Request
    services: Services
    person: Person
    language: str
    say: Translator

    @property
    def today(self) -> date:
        """The local day."""
        return calendar.local_date(self.services.now(), self.services.zone)

    def t(self, sentence: str) -> str:
        """The sentence in the reader's language."""
        return self.say.gettext(sentence)

    def day(self, day: date | None) -> str:
        """A day in figures; empty for none."""
        return "" if day is None else self.say.date(day, "medium")

    def moment(self, at: datetime | None) -> str:
        """An instant in local time; empty for none."""
        return "" if at is None else self.say.datetime(at, self.services.site.zone, "medium")

    def frame(self) -> dict[str, Any]:
        """What the frame of an office page says: where one can go, and who is signed in."""
        path = "/office" if self.request.url.path == "/office/board" else self.request.url.path
        nav = [{"label": self.t(label), "url": url, "current": url == path} for url, label in NAV]
        return {"nav": nav, "signed_in": self.person.name, "language": self.person.language}

    def page(self, template: str, *, title: str, **context: Any) -> HTMLResponse:
        """A page of the office."""
        given = {"breadcrumb": [], **self.frame(), **context}
        return render(self.request, self.services, f"office/{template}", title=title, **given)


def hashed(token: str) -> str:
    """What is kept of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def own_path(path: str) -> str:
    """Where to go after signing in: a page of the office, never another site."""
    return path if OWN_PATH.fullmatch(path) and "//" not in path else "/office"


async def desk(request: Request, services: ServicesDep) -> Desk:
    """Raises SignInNeeded without a session, Failure("office.only") for somebody who is not of the office."""
    return await _desk(request, services, lengthen=True)


async def watching(request: Request, services: ServicesDep) -> Desk:
    """The same for what a page asks by itself: nobody is there because of it, so no session is lengthened."""
    return await _desk(request, services, lengthen=False)


async def _desk(request: Request, services: Services, *, lengthen: bool) -> Desk:
    person = await _person(request, services, lengthen=lengthen)
    if person is None:
        raise SignInNeeded(quote(_wished(request), safe=""))
    if not belongs(person):
        raise Failure("office.only")
    language = language_of(request, services, person.language)
    found = Desk(request, services, person, language, services.templates.catalogues.of(language))
    request.state.desk = found  # a page of the office that fails is still one of the office
    return found


def belongs(person: Person | None) -> bool:
    """Whether this person is of the office."""
    return person is not None and person.active and Role.OFFICE in person.roles


async def _person(request: Request, services: Services, *, lengthen: bool) -> Person | None:
    token, now = request.cookies.get(COOKIE, ""), services.now()
    if not token:
        return None
    async with services.db.read() as session:
        signed_in = await sessions.find(session, hashed(token), now)
        person = None if signed_in is None else await people.get(session, signed_in.person_id)
    if lengthen and signed_in is not None and signed_in.expires_at < now + LASTS - STEP:
        async with services.db.write() as session:
            await sessions.extend(session, signed_in.hash, now + LASTS)
    return person


def _wished(request: Request) -> str:
    """The page that was asked for; a form's page where a form was sent."""
    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    return own_path(request.url.path + query)


DeskDep = Annotated[Desk, Depends(desk)]
WatchingDep = Annotated[Desk, Depends(watching)]
