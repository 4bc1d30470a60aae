"""One step of a wave under way: what its rules change, record, tell and send, until it is frozen into a WaveStep."""

from collections.abc import Iterator
from uuid import UUID

from domain.asked import AskedDraft
from domain.step import Fact
from domain.survey.wave_happenings import WaveHappening
from domain.survey.wave_nouns import Wave, WaveEvent, WaveNotice, WaveStep, WaveWorld
from domain.survey.wave_status import wake_of
from domain.survey.wave_words import TELL, Errand, WaveEventKind
from domain.telling import office_of
from domain.words import Role
from domain.world import Person


class WaveDraft(AskedDraft[Wave, WaveEventKind, WaveEvent, Errand]):
    """Mutable inside one call of `advance_wave`, never outside."""

    ids = UUID("0f4e7d0a-6c0b-4a53-9d1e-2f1a3b8c7d55")
    line = WaveEvent

    def __init__(self, wave: Wave, happening: WaveHappening, world: WaveWorld) -> None:
        super().__init__(wave, happening, world)
        self.happening, self.world = happening, world
        self.notices: list[WaveNotice] = []

    @property
    def wave(self) -> Wave:
        """As it is by now."""
        return self.subject

    def record(self, kind: WaveEventKind, **facts: Fact) -> None:
        """Adds a line to the record, and tells those who are to know."""
        number, mail = self.add_line(kind, facts), f"wave_{kind.value}"
        for person in {p.id: p for p in self._told(kind)}.values():
            self.notices.append(WaveNotice(mail, person.id, f"{mail}:{self.wave.id}:{number}:{person.id}", kind, facts))

    def _told(self, kind: WaveEventKind) -> Iterator[Person]:
        """Where the owner is gone, the office is told in their place."""
        office = office_of(self.world.holding(Role.OFFICE))
        owner = self.world.people.get(self.wave.owner)
        for who in TELL.get(kind, ()):
            if who == "owner" and owner is not None and owner.active:
                yield owner
            else:
                yield from office

    def step(self) -> WaveStep:
        """The finished step."""
        wave = self.ended(wake_of(self.wave, self.world))
        return WaveStep(wave, tuple(self.events), tuple(self.notices), tuple(self.errands))
