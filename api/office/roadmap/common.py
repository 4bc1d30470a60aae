"""What the page and the files of a roadmap share: which selection, everything read at once, and words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.errors import NotFound
from api.office.door import Desk
from api.office.roadmap.selecting import DECIDED, chosen, selections
from api.office.surveys.common import Option
from domain.planning.frame import Frame
from domain.roadmap.building import LONGEST, Roadmap, Standing, horizon, roadmap_of
from kit.i18n import N_
from kit.roadmap_sentences import RoadmapSpeech
from storage import planning, roadmap

ROOT = "/office/portfolio/roadmap"
SPANS = (8, 12, 16, 20, 28, LONGEST)  # quarters that may be chosen
GONE_ROLE = N_("a role that was removed")


@dataclass(frozen=True)
class Picture:
    """One roadmap with what is needed to tell it."""

    desk: Desk
    of: str
    quarters: int
    choices: Sequence[Option]  # selections there are
    ideas: Mapping[str, Standing]
    frame: Frame
    roadmap: Roadmap
    speech: RoadmapSpeech

    @property
    def title(self) -> str:
        """What the selection is called."""
        return dict(self.choices)[self.of]

    @property
    def address(self) -> str:
        """Where this roadmap is shown."""
        return f"{ROOT}?of={self.of}&quarters={self.quarters}"

    def number(self, measure: str) -> str:
        """By which people know it."""
        return self.ideas[measure].planned.number


async def read(desk: Desk, of: str, quarters: int) -> Picture:
    """The roadmap of a selection, of the decided measures where none is named; raises NotFound for one that is gone."""
    async with desk.services.db.read() as session:
        ideas = await roadmap.standings(session)
        frame = (await planning.frame(session)).frame
        choices = await selections(session, desk)
        of = of or DECIDED
        if of not in dict(choices):
            raise NotFound
        beside = await chosen(session, of)
    span = quarters if quarters in SPANS else horizon(frame, desk.today)
    found = roadmap_of(ideas, frame, beside, desk.today, span)
    known = {one.planned.id: one for one in ideas}
    return Picture(desk, of, span, choices, known, frame, found, _speech(desk, known, frame))


def _speech(desk: Desk, known: Mapping[str, Standing], frame: Frame) -> RoadmapSpeech:
    titles = {one: f"{found.planned.number} {found.planned.title}" for one, found in known.items()}
    used = {role for one in known.values() for role in one.planned.facts.effort}
    return RoadmapSpeech(desk.say, titles, dict.fromkeys(used, desk.t(GONE_ROLE)) | dict(frame.titles))
