"""One mail a day in place of many: what may wait for it, what is still worth saying in it, and when it goes."""

from collections.abc import Mapping, Set
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.calendar import is_working_day, local_date
from domain.definition import Digest
from domain.words import EventKind, TaskKind

EVENING = time(18)  # what an outage has delayed until then waits for the next working day

# What is told at once, whatever a definition says.
URGENT = frozenset(
    {EventKind.OVERDUE, EventKind.BOUNCED, EventKind.NOBODY_TO_ASK, EventKind.NOBODY_STANDS_IN, EventKind.REPORTED}
)

# Events that ask the office for something: news only as long as it is still to be done.
ASKS: Mapping[EventKind, frozenset[TaskKind]] = {
    EventKind.SUBMITTED: frozenset({TaskKind.TRIAGE}),
    EventKind.REPLIED: frozenset({TaskKind.TRIAGE}),
    EventKind.CHANGES_ASKED: frozenset({TaskKind.CHANGES}),
    EventKind.ASKED_BACK: frozenset({TaskKind.QUESTION}),
    EventKind.REVIEW_DONE: frozenset({TaskKind.PRIORITISE, TaskKind.DECIDE}),
    EventKind.DEFERRAL_ENDED: frozenset({TaskKind.PRIORITISE, TaskKind.TRIAGE, TaskKind.DECIDE}),
}


class Wish(StrEnum):
    """How somebody wants what may wait."""

    DAILY = "daily"
    AT_ONCE = "at_once"


def held_back(digest: Digest, event: EventKind, wish: Wish | None) -> bool:
    """Whether a notice waits for the daily mail of somebody who wishes so, or has said nothing."""
    if not digest or event in URGENT:
        return False
    return wish is Wish.DAILY if digest == "chosen" else wish is not Wish.AT_ONCE


def still_news(event: EventKind, *, open_task: bool | None, open_kinds: Set[TaskKind]) -> bool:
    """Whether it is worth saying now. `open_task`: whether the reader's own task waits, None for news about no such.

    `open_kinds` are the tasks of the idea that wait for anybody.
    """
    if open_task is not None:
        return open_task
    return event not in ASKS or bool(ASKS[event] & open_kinds)


def hour_of(digest_at: str) -> time:
    """ "07:30" as a time."""
    return time.fromisoformat(digest_at)


def is_due(oldest: datetime, now: datetime, at: time, zone: ZoneInfo, closed: Set[date]) -> bool:
    """Whether somebody whose oldest news is from then is written to now; whoever was written to today is not asked.

    After an outage it still goes on the same day, but not in the evening; news from after the hour wait a day.
    """
    today = local_date(now, zone)
    if not is_working_day(today, closed):
        return False
    begins, ends = (datetime.combine(today, hour, zone) for hour in (at, EVENING))
    return begins <= now < ends and oldest < begins
