"""Everything a request needs, built once in `umlauf/` and handed to the application; nothing here reads settings."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.limits import Limits
from api.live import Changes
from api.noticed import Noticed
from contracts.cycles import Cycles
from contracts.messenger import Messenger
from domain.survey.contact import Budget
from domain.survey.questionnaire import Questionnaire
from kit.feed import Reach
from kit.file_store import FileStore
from kit.problems import Gettext
from kit.sealing import KeyRing
from kit.signing import Signer
from kit.templating import Templates
from storage.engine import Database


@dataclass(frozen=True)
class Site:
    """What pages say about the installation; the names are those `templates/pages/base.html` reads."""

    organisation: str
    base_url: str
    product: str = "Umlauf"
    logo_url: str = ""
    office_email: str = ""
    office_phone: str = ""
    impressum_url: str = ""
    impressum_text: str = ""
    privacy_text: str = ""
    privacy_reviewers_text: str = ""  # empty: as privacy_text
    privacy_staff_text: str = ""
    accessibility_text: str = ""
    theme_colour: str = "#1f4e79"
    zone: str = "Europe/Berlin"
    languages: tuple[str, ...] = ("de", "en")
    default_language: str = "de"
    test_banner: str = ""  # "test" or "team" outside live
    logo: Path | None = None


Probe = Callable[[], Awaitable[bool]]


class ReadQuestionnaire(Protocol):
    """A questionnaire that works, read from what somebody typed, and what deserves a second look ("file:line: …")."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        ...

    @property
    def hints(self) -> list[str]:
        """Each as "file:line: sentence"."""
        ...


# The text, and the reader's language; raises DefinitionBroken with every problem as "file:line: sentence".
QuestionnaireReader = Callable[[bytes, Gettext], ReadQuestionnaire]


@dataclass
class Services:
    """The outside world of the API, one per process."""

    site: Site
    db: Database
    messenger: Messenger
    templates: Templates
    signer: Signer
    keys: KeyRing
    limits: Limits
    write_caseless: Callable[..., Awaitable[None]]  # activities.letters.Letters.write_caseless
    files: FileStore  # what people attach
    probes: dict[str, Probe] = field(default_factory=dict)  # name → is it well?
    trusted_hosts: tuple[str, ...] = ("*",)
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    read_questionnaire: QuestionnaireReader | None = None  # umlauf.questionnaire_file
    cycles: Cycles | None = None  # None: the worker sets them up within minutes
    changes: Changes = field(default_factory=Changes)
    series: Cycles | None = None  # of rounds; likewise
    contact_budget: Budget = field(default_factory=Budget)
    reach: Reach = field(default_factory=Reach)  # how far calendars at an address may be read
    answered: Counter[str] = field(default_factory=Counter)  # by class of status, "5xx"
    noticed: Noticed = field(default_factory=Noticed)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """The server's clock: the one place where a request reads the time."""
        return self.clock()

    @property
    def zone(self) -> ZoneInfo:
        """Where the administration is."""
        return ZoneInfo(self.site.zone)


async def services(request: Request) -> Services:
    """The services of this application; asynchronous, since a plain function would be given a thread."""
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]
