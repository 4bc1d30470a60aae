"""Waves for tests, told in the words of the product: `a_wave().planned().started().invited(200)`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from domain.survey.modes import Mode
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WAVE_HAPPENING
from domain.survey.wave_nouns import Wave, WaveEvent, WaveNotice, WaveStep, WaveWorld
from domain.survey.wave_words import Errand
from domain.world import ClosedDays, Person

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Norderstedt
CLOSED = frozenset(date.fromisoformat(d) for d in "2026-12-25 2026-12-26 2027-01-01 2027-03-26 2027-03-29".split())
CLOSED_DAYS = ClosedDays("SH-test", CLOSED, 2028)
PEOPLE = {
    "olga": Person("olga", "Olga", roles=frozenset({"office"})),
    "ole": Person("ole", "Ole", roles=frozenset({"owner"})),
    "ora": Person("ora", "Ora", roles=frozenset({"owner"})),
    "gone": Person("gone", "Gone", roles=frozenset({"office", "owner"}), active=False),
    "nina": Person("nina", "Nina"),
}
PLAN: dict[str, Any] = {
    "starts_on": "2026-11-03",
    "closes_on": "2026-11-20",
    "remind_after": [4, 9],
    "respond": {"working_days": 15, "remind_before": 5},
}
CANARY = "canary <script>"
TOPIC = {
    "about": CANARY,
    "result": CANARY,
    "decision": CANARY,
    "reason": CANARY,
    "owner": "ora",
    "due_on": "2027-02-01",
}
BY = {
    "invited": ("post", "post"),
    "counted": ("clock", "clock"),
    "evaluated": ("clock", "clock"),
    "woken": ("clock", "clock"),
}


class AWave:
    """One wave to which things happen one after another."""

    def __init__(self, **fields: Any) -> None:
        given = {"owner": "ole", "mode": Mode.ANONYMOUS, **fields}
        self.wave = Wave("w1", "pulse", "0" * 64, **given)
        self.now, self.people = MONDAY, dict(PEOPLE)
        self.steps: list[WaveStep] = []
        self._number = 0

    @property
    def world(self) -> WaveWorld:
        return WaveWorld(self.now, "Europe/Berlin", CLOSED_DAYS, self.people)

    @property
    def events(self) -> list[WaveEvent]:
        return [event for step in self.steps for event in step.events]

    @property
    def notices(self) -> list[WaveNotice]:
        return [notice for step in self.steps for notice in step.notices]

    @property
    def errands(self) -> list[Errand]:
        return [errand for step in self.steps for errand in step.errands]

    @property
    def kinds(self) -> list[str]:
        return [event.kind.value for event in self.events]

    def told(self) -> list[str]:
        """Mails since this was asked last, as `mail>person`."""
        found = [f"{n.mail}>{n.to}" for n in self.notices]
        new, self._seen = found[getattr(self, "_seen", 0) :], len(found)
        return new

    def step(self, kind: str, by: str | None = None, **fields: Any) -> WaveStep:
        """What would follow; nothing is kept."""
        who, via = BY.get(kind, ("olga", "office"))
        self._number += 1
        given = {"kind": kind, "id": f"h{self._number}", "by": by or who, "via": via, "at": self.now, **fields}
        return advance_wave(self.wave, WAVE_HAPPENING.validate_python(given), self.world)

    def happens(self, kind: str, by: str | None = None, **fields: Any) -> Self:
        step = self.step(kind, by, **fields)
        self.wave = step.wave
        self.steps.append(step)
        return self

    def later(self, **delta: float) -> Self:
        self.now += timedelta(**delta)
        return self

    def on(self, day: str, hour: int = 12) -> Self:
        self.now = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=hour)
        return self

    def wakes(self) -> Self:
        """The clock rings when it was set to ring."""
        assert self.wave.wake is not None
        self.now = max(self.now, self.wave.wake)
        return self.happens("woken")

    def wakes_until(self, day: str) -> Self:
        """The clock rings as often as it is set, until this day."""
        end = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
        while self.wave.wake is not None and self.wave.wake < end:
            self.wakes()
        self.now = max(self.now, end)
        return self

    def without(self, person: str) -> Self:
        self.people[person] = replace(self.people[person], active=False)
        return self

    def planned(self, **plan: Any) -> Self:
        return self.happens("planned", plan={**PLAN, **plan})

    def open(self, invited: int = 200, **plan: Any) -> Self:
        return self.planned(**plan).wakes().happens("invited", invited=invited, waiting=0)

    def answering(self) -> Self:
        return self.open().on("2026-11-20", 23).wakes().happens("evaluated")

    def responded(self, by: str = "ole", *topics: dict[str, Any]) -> Self:
        return self.happens("responded", by, topics=list(topics or (TOPIC,)))


def a_wave(**fields: Any) -> AWave:
    return AWave(**fields)
