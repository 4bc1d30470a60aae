"""A wave with its survey and the names of those who are concerned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.errors import NotFound
from api.office.door import Desk
from api.office.surveys import common
from api.office.surveys.common import ROOT
from domain.survey.wave_nouns import Wave
from domain.world import Person
from storage import origins, people, waves
from storage.origins import Origin
from storage.queries import about_idea
from storage.surveys import Survey


@dataclass(frozen=True)
class Bundle:
    """A wave with its survey and the names of those who are concerned."""

    wave: Wave
    survey: Survey
    people: dict[str, Person]
    origin: Origin | None = None  # the idea it asked about
    numbers: Mapping[str, str] = field(default_factory=dict)  # of ideas, by id: it asked about, and its topics name

    @property
    def url(self) -> str:
        """Its page."""
        return f"{ROOT}/waves/{self.wave.id}"


async def bundle_of(desk: Desk, wave_id: str) -> Bundle:
    """The wave with this id; raises NotFound."""
    async with desk.services.db.read() as session:
        wave = await waves.load_wave(session, wave_id)
        if wave is None:
            raise NotFound("wave.unknown")
        survey = await common.survey_of(session, wave.survey)
        concerned = {wave.owner, *(t.owner for t in wave.topics), *(r.by for r in wave.reasons)}
        origin = await origins.origin(session, wave.id)
        named = [t.case_id for t in wave.topics if t.case_id] + ([origin.case_id] if origin is not None else [])
        numbers = await about_idea.numbers_of(session, named)
        return Bundle(wave, survey, await people.by_ids(session, concerned), origin, numbers)
