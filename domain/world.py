"""What rules may know of the world: a frozen picture, read in the transaction that records the step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import absence
from domain.absence import Absence
from domain.calendar import local_date
from domain.deferral.beside import Beside
from domain.definition import ProcessDefinition
from domain.limits import NO_LIMITS, Limits, Taken


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by id; the name is for mails and pages, never for events."""

    id: str
    name: str
    language: str = "de"
    department: str = ""
    roles: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    active: bool = True
    shared: bool = False  # a mailbox several people read: whoever answers states a name
    functions: frozenset[str] = frozenset()  # what they are in the house, as the definition lists it
    superior: str = ""  # id of whoever they report to; "" where nobody is known


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who stands in for a person in one role; the first of several goes before the others."""

    role: str
    person: str


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which the administration is closed, besides weekends; known for whole years."""

    version: str
    days: frozenset[date]
    last_year: int


@dataclass(frozen=True, slots=True)
class World:
    """A picture of now, the rules, the people within reach, their open load, and the calendar."""

    now: datetime
    definition: ProcessDefinition
    closed_days: ClosedDays
    people: Mapping[str, Person] = field(default_factory=dict)
    load: Mapping[str, int] = field(default_factory=dict)  # open assignments per person
    beside: Beside = field(default_factory=Beside)  # read only where something is put off, or what was wakes
    limits: Limits = NO_LIMITS
    taken: Taken | None = None  # None: not counted, so that no limit is kept
    asked: Mapping[str, datetime] = field(default_factory=dict)  # when last; read only where somebody is to be chosen
    audiences: Mapping[str, frozenset[str]] = field(default_factory=dict)  # people by audience, likewise
    absences: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)  # by person, those of now and to come
    deputies: Mapping[str, tuple[StandIn, ...]] = field(default_factory=dict)  # by person, in order

    @property
    def zone(self) -> ZoneInfo:
        """The administration's time zone."""
        return ZoneInfo(self.definition.timezone)

    @property
    def today(self) -> date:
        """The day it is at the administration."""
        return local_date(self.now, self.zone)

    def away(self, person_id: str) -> Absence | None:
        """The absence this person is on today."""
        mine = self.absences.get(person_id)
        return None if mine is None else absence.on(mine, self.today)

    def holding(self, role: str) -> tuple[Person, ...]:
        """Active people with this role, in a stable order."""
        return tuple(p for _, p in sorted(self.people.items()) if p.active and role in p.roles)

    def being(self, function: str, department: str = "") -> tuple[Person, ...]:
        """Active people with this function, of one department where one is named, in a stable order."""
        return tuple(
            p
            for _, p in sorted(self.people.items())
            if p.active and function in p.functions and department in ("", p.department)
        )

    def superior_of(self, person_id: str) -> Person | None:
        """Whoever this person reports to, if they are there; never the person."""
        person = self.people.get(person_id)
        superior = self.people.get(person.superior) if person is not None else None
        return superior if superior is not None and superior.active and superior.id != person_id else None
