"""The privacy notice of each audience as it is today, named by its words, and who acted with it before them.

What submitters were shown is kept with their idea; what staff and reviewers had before them when they signed in or
answered, with them.
"""

import hashlib
from dataclasses import dataclass

from api.services import Services
from storage import notices
from storage.session import Session

SUBMITTERS, PARTICIPANTS, REVIEWERS, STAFF = "submitters", "participants", "reviewers", "staff"
SUPPORTERS = "supporters"


@dataclass(frozen=True)
class PrivacyNotice:
    """What one audience is told, in one language."""

    audience: str
    language: str
    html: str

    @property
    def version(self) -> str:
        """A name for these words."""
        return hashlib.sha256(self.html.encode()).hexdigest()[:12]


def current(services: Services, audience: str, language: str) -> PrivacyNotice:
    """As it is shown today."""
    site = services.site

    def rendered() -> str:
        own = {REVIEWERS: site.privacy_reviewers_text, STAFF: site.privacy_staff_text}.get(audience)
        about = {"own": own or site.privacy_text, "site": site}
        return services.templates.page(f"public/notices/{audience}.html", language, about).strip()

    return PrivacyNotice(audience, language, services.noticed.words((site, audience, language), rendered))


async def noticed(services: Services, audience: str, language: str, person: str) -> None:
    """Keeps what `acted` does, in a transaction of its own, once for each person and version."""
    version = current(services, audience, language).version
    if services.noticed.knows(person, version):
        return
    async with services.db.write() as session:
        await acted(session, services, audience, language, person)
    services.noticed.remember(person, version)


async def acted(session: Session, services: Services, audience: str, language: str, person: str) -> None:
    """Keeps which version was linked on the page somebody acted on, with its words; the first time counts."""
    told, at = current(services, audience, language), services.now()
    await notices.keep(session, told.version, audience=told.audience, language=told.language, html=told.html, at=at)
    await notices.seen(session, person, told.version, at)
