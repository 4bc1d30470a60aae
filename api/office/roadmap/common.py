"""What the page and the files of a roadmap share: which selection, everything read at once, and words for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.errors import NotFound
from api.office.door import Desk
from api.office.surveys.common import Option
from domain.planning.frame import Frame
from domain.roadmap.building import LONGEST, Roadmap, Standing, horizon, roadmap_of
from domain.rounds.nouns import Round
from domain.rounds.proposal import proposed
from domain.rounds.words import Fate, RoundState
from kit.i18n import N_
from kit.roadmap_sentences import RoadmapSpeech
from storage import planning, roadmap, round_results, rounds
from storage.session import Session

ROOT = "/office/portfolio/roadmap"
DECIDED = "decided"
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
        ideas = await roadmap.standings(session, desk.services.zone)
        frame = (await planning.frame(session)).frame
        choices = [(DECIDED, desk.t(N_("All decided measures"))), *await _rounds(session, desk)]
        of = of or DECIDED
        if of not in dict(choices):
            raise NotFound
        chosen = await _chosen(session, of)
    span = quarters if quarters in SPANS else horizon(frame, desk.today)
    found = roadmap_of(ideas, frame, chosen, desk.today, span)
    known = {one.planned.id: one for one in ideas}
    return Picture(desk, of, span, choices, known, frame, found, _speech(desk, known, frame))


def _speech(desk: Desk, known: Mapping[str, Standing], frame: Frame) -> RoadmapSpeech:
    titles = {one: f"{found.planned.number} {found.planned.title}" for one, found in known.items()}
    used = {role for one in known.values() for role in one.planned.facts.effort}
    return RoadmapSpeech(desk.say, titles, dict.fromkeys(used, desk.t(GONE_ROLE)) | dict(frame.titles))


async def _rounds(session: Session, desk: Desk) -> list[Option]:
    """Rounds that have a result."""
    label = desk.t(N_("Result of round {number}: {title}"))
    ended = (RoundState.COMPUTED, RoundState.DECIDED)
    return [
        (f"round:{one.id}", label.format(number=one.number, title=one.title))
        for one in await rounds.all_rounds(session)
        if one.state in ended
    ]


async def _chosen(session: Session, of: str) -> list[str]:
    """What a selection adds to the measures that are decided already, in its order."""
    kind, _, name = of.partition(":")
    if kind != "round" or (found := await rounds.load_round(session, name)) is None:
        return []
    return await _forward(session, found)


async def _forward(session: Session, found: Round) -> list[str]:
    """What a round puts forward, best first: as decided, or as its ranking proposes."""
    result = await round_results.load(session, found.id, found.result)
    if found.state is RoundState.DECIDED:
        forward = {one.case_id for one in found.entries if one.fate is Fate.PUT_FORWARD}
    elif result is not None and found.plan is not None:
        fates = proposed(result.ranking, found.plan.take)
        forward = {one for one, fate in fates.items() if fate is Fate.PUT_FORWARD}
    else:
        forward = set()
    ranks = {} if result is None else result.ranking.ranks
    return sorted(forward, key=lambda one: (ranks.get(one, len(ranks) + 1), one))
