"""The contact budget: how often one person is written to, over all surveys and notices that are no duties.

Windows roll: in any span of so many days there are at most so many contacts, reminders counted like invitations. What
is left out is kept with a reason and the instant at which it fits; waiting raises its priority, so that nothing waits
for ever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.definition import Part

AGE = timedelta(days=7)  # waiting this long is worth one step of priority


class Window(Part):
    """At most `most` contacts within any `days` days."""

    most: Annotated[int, Field(ge=1, le=100)]
    days: Annotated[int, Field(ge=1, le=400)]

    @property
    def span(self) -> timedelta:
        """Its length."""
        return timedelta(days=self.days)


class Budget(Part):
    """Every window holds at once."""

    windows: Annotated[tuple[Window, ...], Field(max_length=6)] = (Window(most=1, days=7), Window(most=6, days=90))


class Purpose(StrEnum):
    """What a contact is for; all count alike."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    RESPONSE = "response"
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Wish:
    """One mail that somebody would like to send to one person."""

    id: str
    person: str
    purpose: Purpose
    since: datetime  # when it was first wanted
    priority: int = 5  # 0 to 9, highest first
    until: datetime | None = None  # later it makes no sense: the wave is closed


@dataclass(frozen=True, slots=True)
class Skip:
    """A mail that is not sent now: why, and when it is tried again; None if it is not."""

    wish: str
    person: str
    code: str  # contact.budget, contact.too_late
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent now and what is not; every wish is in one of the two."""

    sends: tuple[Wish, ...]
    skips: tuple[Skip, ...]


def plan_contacts(
    wishes: Iterable[Wish], contacts: Mapping[str, Sequence[datetime]], budget: Budget, now: datetime
) -> Plan:
    """Decides for now; `contacts` are all those of each person so far, `now` is not before any of them."""
    sends: list[Wish] = []
    skips: list[Skip] = []
    so_far = {person: list(times) for person, times in contacts.items()}
    for wish in sorted(wishes, key=lambda w: (-urgency(w, now), w.since, w.id)):
        times = so_far.setdefault(wish.person, [])
        free = free_at(times, budget, now)
        if wish.until is not None and wish.until <= max(now, free):
            skips.append(Skip(wish.id, wish.person, "contact.too_late", None))
        elif free > now:
            skips.append(Skip(wish.id, wish.person, "contact.budget", free))
        else:
            times.append(now)
            sends.append(wish)
    return Plan(tuple(sends), tuple(skips))


def urgency(wish: Wish, now: datetime) -> int:
    """Its priority, and one more for every week it has waited."""
    return wish.priority + max(timedelta(0), now - wish.since) // AGE


def free_at(contacts: Iterable[datetime], budget: Budget, now: datetime) -> datetime:
    """The first instant, now or later, at which one more contact keeps every window."""
    times = sorted(contacts)
    return max((now, *(_free(times, window) for window in budget.windows if len(times) >= window.most)))


def _free(times: list[datetime], window: Window) -> datetime:
    """When the contact that fills the window leaves it; an instant so long after another is outside its window."""
    return times[-window.most] + window.span
