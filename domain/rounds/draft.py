"""One step of a round under way: what its rules change, record, tell and have done, until it is frozen."""

from uuid import UUID

from domain.asked import AskedDraft
from domain.rounds.happenings import RoundHappening
from domain.rounds.nouns import Round, RoundEvent, RoundNotice, RoundStep, RoundWorld
from domain.rounds.status import wake_of
from domain.rounds.words import TELL_OFFICE, RoundErrand, RoundEventKind
from domain.step import Fact
from domain.telling import office_of
from domain.words import Role


class RoundDraft(AskedDraft[Round, RoundEventKind, RoundEvent, RoundErrand]):
    """Mutable inside one call of `advance_round`, never outside."""

    ids = UUID("9c1d6a54-0b7e-4a0f-8f55-3f0d8f6f7c21")
    line = RoundEvent

    def __init__(self, round_: Round, happening: RoundHappening, world: RoundWorld) -> None:
        super().__init__(round_, happening, world)
        self.happening, self.world = happening, world
        self.notices: list[RoundNotice] = []

    @property
    def round(self) -> Round:
        """As it is by now."""
        return self.subject

    def keep_reason_if_any(self, kind: RoundEventKind, text: str) -> str | None:
        """Keeps why something was done, where anything was said."""
        return self.keep_reason(kind, text) if text else None

    def record(self, kind: RoundEventKind, **facts: Fact) -> None:
        """Adds a line to the record, and tells the office where it is to know."""
        number = self.add_line(kind, facts)
        if kind in TELL_OFFICE:
            for person in office_of(self.world.holding(Role.OFFICE)):
                key = f"round_note:{self.round.id}:{number}:{person.id}"
                self.notices.append(RoundNotice(person.id, key, kind))

    def step(self) -> RoundStep:
        """The finished step."""
        round_ = self.ended(wake_of(self.round, self.world))
        return RoundStep(round_, tuple(self.events), tuple(self.notices), tuple(self.errands))
