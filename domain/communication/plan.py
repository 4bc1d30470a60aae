"""An entry of the communication plan: who is told what, when, by whom, and the proof that it was sent."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain import calendar
from domain.communication.words import Channel, EntryState, GroupKind
from domain.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Group:
    """People addressed alike; `ref` is an audience or an external class; of a named group, the audience it is in."""

    kind: GroupKind
    ref: str = ""
    name: str = ""  # of a named group

    @property
    def audience(self) -> str:
        """The audience its people are in, if there is one."""
        return "" if self.kind is GroupKind.EXTERNAL else self.ref


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody says that it was sent."""

    on: date
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class MailCount:
    """What became of the invitations of a wave, from their rows."""

    invited: int = 0
    sent: int = 0
    waiting: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """What the office decides about an entry."""

    group: Group
    message: str
    channel: Channel
    due_on: date
    owner: str
    wave: str | None = None  # whose invitations are the mail
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is kept."""

    id: str
    planned: Planned
    proof: Proof | None = None
    reminded_for: date | None = None  # the day its owner was reminded of
    removed_at: datetime | None = None
    revision: int = 0


def state(entry: Entry, mails: MailCount | None, today: date) -> EntryState:
    """Sent once there is proof: somebody's word, or mails of the wave that have left."""
    if entry.proof is not None or (mails is not None and mails.sent > 0):
        return EntryState.SENT
    if entry.planned.due_on == today:
        return EntryState.DUE
    return EntryState.LATE if entry.planned.due_on < today else EntryState.PLANNED


def check(planned: Planned, wave_audience: str | None) -> None:
    """Raises RuleBroken where the mails of a wave would prove nothing about this group."""
    if planned.wave is None:
        return
    if planned.channel is not Channel.MAIL:
        raise RuleBroken("plan.wave_is_mail")
    if not planned.group.audience or planned.group.audience != wave_audience:
        raise RuleBroken("plan.other_audience")


def may_change(entry: Entry, mails: MailCount | None) -> None:
    """Raises RuleBroken: what was sent stays as it was."""
    if entry.proof is not None or (mails is not None and mails.sent > 0):
        raise RuleBroken("plan.sent_already")


def may_prove(entry: Entry, mails: MailCount | None, on: date, today: date) -> None:
    """Raises RuleBroken where there is proof, where rows of mails will be it, or for a day to come."""
    may_change(entry, mails)
    if entry.planned.wave is not None:
        raise RuleBroken("plan.wave_proves")
    if on > today:
        raise RuleBroken("plan.sent_in_the_future")


def time_to_remind(now: datetime, zone: ZoneInfo, closed: Set[date]) -> bool:
    """Whether owners are written to now: on working days, from eight in the morning."""
    today = calendar.local_date(now, zone)
    return calendar.is_working_day(today, closed) and now >= calendar.morning_of(today, zone)


def to_remind(entry: Entry, mails: MailCount | None, today: date) -> bool:
    """Late, and its owner was not reminded of this day before."""
    return state(entry, mails, today) is EntryState.LATE and entry.reminded_for != entry.planned.due_on
