"""Who should get which mail in a year of pulses, told hour by hour from the promises alone, by no code of ours."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
CAPS = ((1, timedelta(days=7)), (6, timedelta(days=90)))

Told = tuple[datetime, int, str, str]  # when, whom, which mail, of which wave


@dataclass
class Plan:
    """One wave as it was planned."""

    name: str
    starts: date
    closes: date
    responds: datetime
    people: range
    priority: int = 5
    remind_after: int = 5
    started: datetime | None = None
    reminder: datetime | None = None


@dataclass
class Guest:
    """One person in one wave."""

    state: str = "new"  # new, waiting, invited, out
    answered_at: datetime | None = None
    reminder_over: bool = False
    told: bool = False
    not_before: datetime | None = None


@dataclass
class Town:
    """What happens to people whatever is sent."""

    closed: frozenset[date]
    absences: Mapping[int, list[tuple[date, date]]]
    opts_out: Mapping[int, datetime]
    leaves: Mapping[int, datetime]
    refuses_from: Mapping[int, datetime]
    away: tuple[datetime, datetime]  # no worker
    answers: Callable[[int, str, datetime], datetime | None]
    contacts: dict[int, list[datetime]] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)
    mails: Counter[Told] = field(default_factory=Counter)

    def morning(self, day: date) -> datetime:
        return datetime.combine(day, time(8), BERLIN).astimezone(UTC)

    def after(self, day: date, count: int) -> date:
        while count:
            day += DAY
            count -= day.weekday() < 5 and day not in self.closed
        return day

    def back(self, person: int, now: datetime) -> date | None:
        """The first day after an absence that is going on."""
        today = now.astimezone(BERLIN).date()
        return next((last + DAY for first, last in self.absences.get(person, []) if first <= today <= last), None)

    def unwilling(self, person: int, now: datetime) -> bool:
        gone = min(self.opts_out.get(person, now + HOUR), self.leaves.get(person, now + HOUR))
        return person in self.dead or gone <= now

    def full(self, person: int, now: datetime) -> bool:
        times = self.contacts.get(person, [])
        return any(sum(now - span < one for one in times) >= most for most, span in CAPS)

    def too_late(self, person: int, now: datetime, end: datetime) -> bool:
        """Whether the budget allows nothing before the wave closes."""
        while self.full(person, now):
            now += HOUR
        return now >= end


def expected(plans: list[Plan], town: Town, first: datetime, last: datetime) -> Counter[Told]:
    """Every mail of the year."""
    guests = {(person, plan.name): Guest() for plan in plans for person in plan.people}
    people = sorted({person for plan in plans for person in plan.people})
    now = first
    while now < last:
        if not town.away[0] <= now < town.away[1]:
            live = [plan for plan in plans if _begun(plan, town, now)]
            for person in people if live else ():
                _write(person, live, guests, town, now)
        now += HOUR
    return town.mails


def _begun(plan: Plan, town: Town, now: datetime) -> bool:
    if plan.started is None and town.morning(plan.starts) <= now < _end(plan):
        plan.started = now
        day = town.after(now.astimezone(BERLIN).date(), plan.remind_after)
        plan.reminder = town.morning(day) if day <= plan.closes else None
    return plan.started is not None and now < plan.responds + timedelta(days=60)


def _end(plan: Plan) -> datetime:
    return datetime.combine(plan.closes + DAY, time(), BERLIN).astimezone(UTC)


def _write(person: int, live: list[Plan], guests: dict[tuple[int, str], Guest], town: Town, now: datetime) -> None:
    """At most one mail to this person in this hour: the most urgent of those that are due."""
    wanted = []
    for plan in live:
        guest = guests.get((person, plan.name))
        found = None if guest is None else _due(plan, guest, now)
        if guest is None or found is None:
            continue
        kind, since = found
        end = datetime.max.replace(tzinfo=UTC) if kind == "response" else _end(plan)
        if not _able(person, kind, guest, town, now):
            continue
        if town.too_late(person, now, end):
            _give_up(kind, guest)
            continue
        guest.state = "waiting" if guest.state == "new" else guest.state
        wanted.append((-(plan.priority + (now - since) // WEEK), since, plan, guest, kind, end))
    if not wanted or town.full(person, now):
        return
    *_, plan, guest, kind, _ = min(wanted, key=lambda one: one[:2])
    _send(person, plan, guest, kind, town, now)
    for *_, other, late_kind, end in wanted:
        if other is not guest and town.too_late(person, now, end):
            _give_up(late_kind, other)


def _due(plan: Plan, guest: Guest, now: datetime) -> tuple[str, datetime] | None:
    assert plan.started is not None
    if guest.not_before is not None and guest.not_before > now:
        return None
    if guest.state in ("new", "waiting"):
        return ("invitation", plan.started) if now < _end(plan) else None
    if guest.state != "invited":
        return None
    if plan.responds <= now:
        return None if guest.told else ("response", plan.responds)
    answered = guest.answered_at is not None and guest.answered_at <= now
    if plan.reminder is None or not plan.reminder <= now < _end(plan) or answered or guest.reminder_over:
        return None
    return "reminder", plan.reminder


def _able(person: int, kind: str, guest: Guest, town: Town, now: datetime) -> bool:
    """Looked at when a mail is first due, and again when the budget allows it."""
    if town.unwilling(person, now):
        guest.state = "out" if guest.state in ("new", "waiting") else guest.state
        return False
    back = town.back(person, now)
    first_look = guest.state == "new" or kind != "invitation"
    if back is None or not (first_look or not town.full(person, now)):
        return True
    if kind == "invitation":
        guest.state = "out"
    else:
        guest.not_before = town.morning(back)
    return False


def _give_up(kind: str, guest: Guest) -> None:
    if kind == "invitation":
        guest.state = "out"
    else:
        guest.reminder_over = True


def _send(person: int, plan: Plan, guest: Guest, kind: str, town: Town, now: datetime) -> None:
    town.mails[now, person, f"survey_{kind}", plan.name] += 1
    town.contacts.setdefault(person, []).append(now)
    if kind == "invitation":
        guest.state, guest.answered_at = "invited", town.answers(person, plan.name, now)
        guest.reminder_over = plan.reminder is not None and plan.reminder <= now
    elif kind == "reminder":
        guest.reminder_over = True
    else:
        guest.told = True
    if person in town.refuses_from and town.refuses_from[person] <= now:
        town.dead.add(person)
