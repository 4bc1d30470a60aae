"""The nouns of one round: its ideas, its raters, and no word of what anybody rated."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.asked import Line, Surroundings
from domain.case import Reason
from domain.deferral.condition import Wish
from domain.deferral.words import Again
from domain.ranking.ranking import Ranking
from domain.rounds.happenings import RoundPlan
from domain.rounds.proposal import Proposal
from domain.rounds.words import ENDED, Fate, RoundErrand, RoundEventKind, RoundState


@dataclass(frozen=True, slots=True)
class Entry:
    """One idea of the field, and what was decided of it."""

    case_id: str
    fate: Fate | None = None
    reason: str = ""  # why it differs from the proposal, or is deferred; published
    deviates: bool = False
    rank: int | None = None  # None: not determined
    until: date | None = None
    kept: bool = False  # the round was opened again without it: what was decided of it stays as it is
    conditions: tuple[Wish, ...] = ()  # where it is deferred: what may wake it before
    again: Again = Again.PRIORITISATION
    outside_plan: bool = False  # where it is put forward through a chain: spending over or outside the plan


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody of the panel."""

    id: str
    person: str
    removed_at: datetime | None = None
    counts: bool = True  # whether what they said counts


@dataclass(frozen=True, slots=True)
class Round:
    """Many ideas compared by one panel. Dates are local; instants follow from them."""

    id: str
    number: str  # for people: "R1"
    state: RoundState = RoundState.ANNOUNCED
    seq: int = 0  # steps taken
    events: int = 0  # lines in the record
    head: str = ""  # hash of the last line
    plan: RoundPlan | None = None  # None: nothing happened yet
    opens_on: date | None = None
    closes_on: date | None = None
    remind_on: tuple[date, ...] = ()
    reminded: int = 0  # of these dates, how many are over
    reminders: int = 0  # how often those missing were to be reminded, planned or not
    opened_at: datetime | None = None  # when the field was frozen
    closed_at: datetime | None = None
    missing: int | None = None  # raters still waited for; None until they were counted
    result: int = 0  # the number of its newest ranking; 0 for none
    decided_at: datetime | None = None
    cancelled_at: datetime | None = None
    decider: str = ""
    body: str = ""
    sign_off: bool = False  # whether what goes forward is co-signed first
    look_at: datetime | None = None  # date for review: nothing waits for ever
    calendar: str = ""  # version of the table of closed days the dates were computed from
    wake: datetime | None = None
    entries: tuple[Entry, ...] = ()
    raters: tuple[Rater, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.state in ENDED

    def title_in(self, language: str) -> str:
        """What people call it; its number where nothing happened to it yet."""
        return self.number if self.plan is None else self.plan.title_in(language)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An idea that waits in prioritisation."""

    case_id: str
    taken: bool = False  # another round that lives has it


@dataclass(frozen=True, slots=True)
class RoundWorld(Surroundings):
    """A picture of now, the calendar, the people within reach, and what waits to be compared."""

    waiting: tuple[Candidate, ...] = ()  # read only where a field is put together or decided on
    bodies: frozenset[str] = frozenset()  # that decide, by the process in force
    ranking: Ranking | None = None  # the newest, where the office decides
    proposal: Proposal | None = None  # a scenario that stands in the place of what the ranking proposes


@dataclass(frozen=True, slots=True)
class RoundEvent(Line[RoundEventKind]):
    """One line of the record."""

    kind: RoundEventKind


@dataclass(frozen=True, slots=True)
class RoundNotice:
    """One mail to somebody of the office; `key` is stable, so the same notice is never written twice."""

    to: str
    key: str
    event: RoundEventKind


@dataclass(frozen=True, slots=True)
class RoundStep:
    """A happening, answered."""

    round: Round
    events: tuple[RoundEvent, ...] = ()
    notices: tuple[RoundNotice, ...] = ()
    errands: tuple[RoundErrand, ...] = ()
