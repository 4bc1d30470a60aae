"""The nouns of one wave: one run of a questionnaire, with counts of people and no word of what anybody answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.asked import Line, Surroundings
from domain.case import Reason
from domain.step import Fact
from domain.survey.modes import Mode
from domain.survey.wave_happenings import WavePlan
from domain.survey.wave_words import ENDED, Errand, ResolutionState, WaveEventKind, WaveState


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of the answer to those who were asked: what they said, what is done about it, why, by whom and when."""

    id: str
    about: str
    result: str
    decision: str
    reason: str
    owner: str
    due_on: date
    case_id: str | None = None  # the idea it is about, or that came of it
    redacted_at: datetime | None = None  # its sentences were blanked


@dataclass(frozen=True, slots=True)
class Resolution:
    """A request to find out whose answer it is: a code, who asks, and who agreed. Whose it is stands nowhere here."""

    id: str
    code: str
    by: str
    at: datetime
    lapses_at: datetime
    state: ResolutionState = ResolutionState.ASKED
    reason: str = ""  # id of the reason
    second: str = ""  # who confirmed or refused
    decided_at: datetime | None = None
    seen: tuple[str, ...] = ()  # who of the two has looked


@dataclass(frozen=True, slots=True)
class Taking:
    """A request to take single answers along: who asks, and who agreed."""

    id: str
    by: str
    at: datetime
    lapses_at: datetime
    state: ResolutionState = ResolutionState.ASKED
    reason: str = ""  # id of the reason
    second: str = ""  # who confirmed or refused
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    """One run of a questionnaire. Dates are local; instants follow from them."""

    id: str
    survey: str
    questionnaire: str  # content hash of what is asked
    mode: Mode
    owner: str  # owes the answer to those who are asked
    number: int = 0  # 0, 1, 2 … of its survey or cycle
    state: WaveState = WaveState.PLANNED
    seq: int = 0  # steps taken
    events: int = 0  # lines in the record
    head: str = ""  # hash of the last line
    plan: WavePlan | None = None  # None: nothing happened yet
    starts_on: date | None = None
    closes_on: date | None = None
    remind_on: tuple[date, ...] = ()
    reminded: int = 0  # of these dates, how many are over
    invited: int = 0
    waiting: int | None = None  # still to be invited; None until the first invitation was tried
    answered: int = 0
    started_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None  # an answer may be due all the same
    response_on: date | None = None  # when the answer is due
    response_remind_on: date | None = None
    response_reminded_at: datetime | None = None
    response_overdue_at: datetime | None = None
    done_at: datetime | None = None
    look_at: datetime | None = None  # date for review: nothing waits for ever
    paused_at: datetime | None = None
    calendar: str = ""  # version of the table of closed days the dates were computed from
    wake: datetime | None = None
    topics: tuple[Topic, ...] = ()
    reasons: tuple[Reason, ...] = ()
    resolvers: tuple[str, ...] = ()  # whom the promise names, as they were when it started; confidential only
    resolutions: tuple[Resolution, ...] = ()
    takings: tuple[Taking, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing is waited for any more."""
        return self.state in ENDED

    @property
    def public(self) -> bool:
        """Whether it is open to whoever confirms an address: then others than those invited may have taken part."""
        return self.plan is not None and self.plan.public

    @property
    def asks_nobody(self) -> bool:
        """Whether nobody was asked so far; a wave that is open to everybody asks from its start on."""
        return self.invited == 0 and not (self.public and self.started_at is not None)


@dataclass(frozen=True, slots=True)
class WaveWorld(Surroundings):
    """A picture of now, the calendar, and the people within reach: owners and the office."""

    ideas: frozenset[str] = frozenset()  # of those that are named, those there are


@dataclass(frozen=True, slots=True)
class WaveEvent(Line[WaveEventKind]):
    """One line of the record."""

    kind: WaveEventKind


@dataclass(frozen=True, slots=True)
class WaveNotice:
    """One mail to one person of the house; `key` is stable, so the same notice is never written twice."""

    mail: str
    to: str
    key: str
    event: WaveEventKind
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WaveStep:
    """A happening, answered."""

    wave: Wave
    events: tuple[WaveEvent, ...] = ()
    notices: tuple[WaveNotice, ...] = ()
    errands: tuple[Errand, ...] = ()
