"""One step of a wave under way: what its rules change, record, tell and send, until it is frozen into a WaveStep."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain import calendar
from domain.case import Reason
from domain.chain import link_hash
from domain.step import Fact
from domain.survey.wave_happenings import WaveHappening
from domain.survey.wave_nouns import Wave, WaveEvent, WaveNotice, WaveStep, WaveWorld
from domain.survey.wave_status import wake_of
from domain.survey.wave_words import TELL, Errand, WaveEventKind
from domain.telling import office_of
from domain.words import Role
from domain.world import Person

IDS = UUID("0f4e7d0a-6c0b-4a53-9d1e-2f1a3b8c7d55")  # namespace of all derived ids


class WaveDraft:
    """Mutable inside one call of `advance_wave`, never outside."""

    def __init__(self, wave: Wave, happening: WaveHappening, world: WaveWorld) -> None:
        self.wave, self.happening, self.world = wave, happening, world
        self.events: list[WaveEvent] = []
        self.notices: list[WaveNotice] = []
        self.errands: list[Errand] = []
        self._ids = 0

    @property
    def now(self) -> datetime:
        """The course's time of this step."""
        return self.world.now

    @property
    def today(self) -> date:
        """Its local date."""
        return calendar.local_date(self.now, self.world.zone)

    def new_id(self) -> str:
        """An id that the same happening to the same wave gives again."""
        self._ids += 1
        return uuid5(IDS, f"{self.wave.id}/{self.happening.id}/{self._ids}").hex

    def change(self, **changes: Any) -> None:
        """Changes fields of the wave."""
        self.wave = replace(self.wave, **changes)

    def after(self, days: int, start: date | None = None) -> date:
        """So many working days after today, or another day."""
        return calendar.working_days_after(start or self.today, days, self.world.closed_days.days)

    def look_again(self) -> None:
        """Sets the date for review."""
        self.change(look_at=calendar.morning_of(self.after(self.world.look_again_after), self.world.zone))

    def send(self, errand: Errand) -> None:
        """Has the course carry something out."""
        if errand not in self.errands:
            self.errands.append(errand)

    def keep_reason(self, kind: WaveEventKind, text: str) -> str:
        """Keeps why something was done; the record holds its id."""
        reason = Reason(self.new_id(), kind, self.happening.by, self.now, internal=text)
        self.change(reasons=(*self.wave.reasons, reason))
        return reason.id

    def record(self, kind: WaveEventKind, **facts: Fact) -> None:
        """Adds a line to the record, and tells those who are to know."""
        wave, happening = self.wave, self.happening
        number = wave.events + 1
        digest = link_hash(wave.id, number, kind, self.now, happening.by, happening.via, facts, wave.head)
        event = WaveEvent(number, kind, self.now, happening.by, happening.via, facts, wave.head, digest)
        self.events.append(event)
        self.change(events=number, head=digest)
        for person in {p.id: p for p in self._told(kind)}.values():
            mail = f"wave_{kind.value}"
            self.notices.append(WaveNotice(mail, person.id, f"{mail}:{wave.id}:{number}:{person.id}", kind, facts))

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
        self.change(wake=wake_of(self.wave, self.world), seq=self.wave.seq + bool(self.events))
        return WaveStep(self.wave, tuple(self.events), tuple(self.notices), tuple(self.errands))
