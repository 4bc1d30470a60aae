"""What waves and rounds have in common: many are asked, a clock closes it, and every step leaves a chained record.

A case has more (tasks, texts, deadlines of its own) and keeps its own draft in `domain.draft`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from domain import calendar
from domain.case import Reason
from domain.chain import link_hash
from domain.derived import derived_id
from domain.happenings.base import HappeningBase
from domain.step import Fact
from domain.words import Via
from domain.world import ClosedDays, Person

S = TypeVar("S")  # what is asked: a frozen dataclass
K = TypeVar("K", bound=str)  # kinds of its events
L = TypeVar("L")  # lines of its record
E = TypeVar("E")  # its errands


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A picture of now, the calendar, and the people within reach."""

    now: datetime
    timezone: str
    closed_days: ClosedDays
    people: Mapping[str, Person] = field(default_factory=dict)
    look_again_after: int = field(default=5, kw_only=True)  # working days after which what still waits is noted again

    @property
    def zone(self) -> ZoneInfo:
        """The administration's time zone."""
        return ZoneInfo(self.timezone)

    def holding(self, role: str) -> tuple[Person, ...]:
        """Active people with this role, in a stable order."""
        return tuple(p for _, p in sorted(self.people.items()) if p.active and role in p.roles)


@dataclass(frozen=True, slots=True)
class Line(Generic[K]):
    """One line of the record, chained like those of a case: ids, codes, counts and times only."""

    seq: int
    kind: K
    at: datetime
    by: str
    via: Via
    facts: Mapping[str, Fact]
    previous: str
    hash: str


class AskedDraft(Generic[S, K, L, E]):
    """One step under way; mutable inside one call of the rules, never outside."""

    ids: ClassVar[UUID]  # namespace of all derived ids
    line: ClassVar[type[Line[Any]]]  # of the record

    def __init__(self, subject: S, happening: HappeningBase, world: Surroundings) -> None:
        self._subject: Any = subject
        self._happening, self._world = happening, world
        self.events: list[L] = []
        self.errands: list[E] = []
        self._ids = 0

    @property
    def subject(self) -> S:
        """The wave or round as it is by now."""
        return cast("S", self._subject)

    @property
    def now(self) -> datetime:
        """The course's time of this step."""
        return self._world.now

    @property
    def today(self) -> date:
        """Its local date."""
        return calendar.local_date(self.now, self._world.zone)

    def new_id(self) -> str:
        """An id that the same happening to the same subject gives again."""
        self._ids += 1
        return derived_id(self.ids, f"{self._subject.id}/{self._happening.id}/{self._ids}")

    def change(self, **changes: Any) -> None:
        """Changes fields of the subject."""
        self._subject = replace(self._subject, **changes)

    def after(self, days: int, start: date | None = None) -> date:
        """So many working days after today, or another day."""
        return calendar.working_days_after(start or self.today, days, self._world.closed_days.days)

    def look_again(self) -> None:
        """Sets the date for review."""
        self.change(look_at=calendar.morning_of(self.after(self._world.look_again_after), self._world.zone))

    def send(self, errand: E) -> None:
        """Has the course carry something out."""
        if errand not in self.errands:
            self.errands.append(errand)

    def keep_reason(self, kind: K, text: str) -> str:
        """Keeps why something was done; the record holds its id."""
        reason = Reason(self.new_id(), kind, self._happening.by, self.now, internal=text)
        self.change(reasons=(*self._subject.reasons, reason))
        return reason.id

    def add_line(self, kind: K, facts: Mapping[str, Fact]) -> int:
        """Adds a line to the record; its number."""
        subject, happening = self._subject, self._happening
        number: int = subject.events + 1
        digest = link_hash(subject.id, number, kind, self.now, happening.by, happening.via, facts, subject.head)
        line = self.line(number, kind, self.now, happening.by, happening.via, facts, subject.head, digest)
        self.events.append(cast("L", line))
        self.change(events=number, head=digest)
        return number

    def ended(self, wake: datetime | None) -> S:
        """The subject as the step leaves it, with its next wake-up."""
        self.change(wake=wake, seq=self._subject.seq + bool(self.events))
        return self.subject
