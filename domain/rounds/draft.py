"""One step of a round under way: what its rules change, record, tell and have done, until it is frozen."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from domain import calendar
from domain.case import Reason
from domain.chain import link_hash
from domain.rounds.happenings import RoundHappening
from domain.rounds.nouns import Round, RoundEvent, RoundNotice, RoundStep, RoundWorld
from domain.rounds.status import wake_of
from domain.rounds.words import TELL_OFFICE, RoundErrand, RoundEventKind
from domain.step import Fact
from domain.telling import office_of
from domain.words import Role

IDS = UUID("9c1d6a54-0b7e-4a0f-8f55-3f0d8f6f7c21")  # namespace of all derived ids


class RoundDraft:
    """Mutable inside one call of `advance_round`, never outside."""

    def __init__(self, round_: Round, happening: RoundHappening, world: RoundWorld) -> None:
        self.round, self.happening, self.world = round_, happening, world
        self.events: list[RoundEvent] = []
        self.notices: list[RoundNotice] = []
        self.errands: list[RoundErrand] = []
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
        """An id that the same happening to the same round gives again."""
        self._ids += 1
        return uuid5(IDS, f"{self.round.id}/{self.happening.id}/{self._ids}").hex

    def change(self, **changes: Any) -> None:
        """Changes fields of the round."""
        self.round = replace(self.round, **changes)

    def after(self, days: int) -> date:
        """So many working days after today."""
        return calendar.working_days_after(self.today, days, self.world.closed_days.days)

    def look_again(self) -> None:
        """Sets the date for review."""
        self.change(look_at=calendar.morning_of(self.after(self.world.look_again_after), self.world.zone))

    def send(self, errand: RoundErrand) -> None:
        """Has the course carry something out."""
        if errand not in self.errands:
            self.errands.append(errand)

    def keep_reason(self, kind: RoundEventKind, text: str) -> str | None:
        """Keeps why something was done; the record holds its id. None where nothing was said."""
        if not text:
            return None
        reason = Reason(self.new_id(), kind, self.happening.by, self.now, internal=text)
        self.change(reasons=(*self.round.reasons, reason))
        return reason.id

    def record(self, kind: RoundEventKind, **facts: Fact) -> None:
        """Adds a line to the record, and tells the office where it is to know."""
        round_, happening = self.round, self.happening
        number = round_.events + 1
        digest = link_hash(round_.id, number, kind, self.now, happening.by, happening.via, facts, round_.head)
        event = RoundEvent(number, kind, self.now, happening.by, happening.via, facts, round_.head, digest)
        self.events.append(event)
        self.change(events=number, head=digest)
        if kind in TELL_OFFICE:
            for person in office_of(self.world.holding(Role.OFFICE)):
                key = f"round_note:{round_.id}:{number}:{person.id}"
                self.notices.append(RoundNotice(person.id, key, kind))

    def step(self) -> RoundStep:
        """The finished step."""
        self.change(wake=wake_of(self.round, self.world), seq=self.round.seq + bool(self.events))
        return RoundStep(self.round, tuple(self.events), tuple(self.notices), tuple(self.errands))
