"""For which quarters a public measure is planned, as the office published it."""

from api.services import Services
from domain.case import Case
from domain.words import Stage
from kit.i18n import N_
from kit.roadmap_sentences import RoadmapSpeech
from storage import roadmap


async def planned(services: Services, case: Case, language: str) -> str:
    """In words; empty where nothing was published of it, or it is settled."""
    if case.stage is not Stage.FOLLOW_UP or case.closed_at is not None:
        return ""
    async with services.db.read() as session:
        found = await roadmap.published(session)
    if found is None or case.id not in found.places:
        return ""
    say = services.templates.catalogues.of(language)
    first, last = (RoadmapSpeech(say, {}, {}).quarter(one) for one in found.places[case.id])
    if first == last:
        return first
    return say.gettext(N_("{first} to {last}")).format(first=first, last=last)
