"""The whole case rests, with a reason: its clocks stand still, and go on where they stood."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain import calendar, ladder, periods
from domain.asking.back import moves_once_answered
from domain.case import Commitment, Deferral, Task
from domain.deferral.condition import earliest
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Paused, Resumed
from domain.rules.reasons import keep_reason
from domain.words import CommitmentState, EventKind

# What may happen meanwhile: nothing of it asks anybody for anything.
MEANWHILE = frozenset(
    {
        "resumed",
        "withdrawn",
        "published",
        "hidden",
        "reported",
        "bounced",
        "redacted",
        "surveyed",
        "named_in_survey",
        "ranked",
        "missed_round",
        "took_in",
        "let_go",
        "heard",
        "split",
        "absence_noted",
        "objected",
        "woken",
    }
)


def paused(draft: Draft, happening: Paused) -> None:
    """Nobody is asked, reminded or late until it goes on."""
    reason = keep_reason(draft, EventKind.PAUSED, happening.public_reason, happening.internal_reason)
    draft.change(paused_at=draft.now, pause=reason.id)
    draft.record(EventKind.PAUSED, reason=reason.id)


def look(draft: Draft) -> None:
    """A line now and again, so that a case which rests is not forgotten."""
    if draft.case.wake is not None and draft.case.wake <= draft.now:
        draft.record(EventKind.STILL_WAITING)


def resumed(draft: Draft, happening: Resumed) -> None:
    """Every open date moves by the working days that have passed."""
    since = draft.case.paused_at
    if since is None:
        raise RuleBroken("pause.not_paused")
    reason = keep_reason(draft, EventKind.RESUMED, internal=happening.reason)
    draft.change(paused_at=None, pause="")
    for task in draft.case.open_tasks():
        if not moves_once_answered(draft.case, task):
            draft.swap("tasks", moved(draft, task, max(since, task.opened_at)))
    for promise in draft.case.commitments:
        if promise.state is CommitmentState.OPEN:
            draft.swap("commitments", _promised(draft, promise, max(since, promise.at)))
    if draft.case.deferral is not None:
        draft.swap("deferrals", _asleep(draft, draft.case.deferral, max(since, draft.case.deferral.at)))
    _move_objections(draft, since)
    draft.record(EventKind.RESUMED, reason=reason.id)


def _move_objections(draft: Draft, since: datetime) -> None:
    """Whoever could still object as the rest began has as long as was left."""
    rested = draft.now - since
    for collection in ("answers", "decisions", "sign_steps"):
        for said in getattr(draft.case, collection):
            if said.objection_until is not None and said.objection_until >= since:
                draft.swap(collection, replace(said, objection_until=said.objection_until + rested))
    if draft.case.held_until is not None:
        draft.change(held_until=draft.case.held_until + rested)


_DATES = ("due_at", "remind_at", "deputy_at", "escalate_at", "silent_at", "look_at")


def moved(draft: Draft, task: Task, since: datetime) -> Task:
    """The task with every date that is still to come as much later; what the ladder has done stays done."""
    at: dict[str, Any] = {name: _later(draft, task, getattr(task, name), since) for name in _DATES}
    due, first = at["due_at"], task.first_due_on
    return replace(
        task,
        **at,
        due_on=None if due is None else _last_day(draft, due),
        first_due_on=None if first is None else _on(draft, first, since),
        calendar=draft.world.closed_days.version,
    )


def _later(draft: Draft, task: Task, at: datetime | None, since: datetime) -> datetime | None:
    """As many working days later at the same time of day; the end of a short deadline, by the time itself."""
    if at is None or at <= since:
        return at
    zone, day = draft.world.zone, _last_day(draft, at)
    if calendar.end_of(day, zone) == at:
        return calendar.end_of(_on(draft, day, since), zone)
    if at == task.due_at:
        return _short(draft, task, at, since)
    return datetime.combine(_on(draft, day, since), at.astimezone(zone).time(), zone).astimezone(UTC)


def _short(draft: Draft, task: Task, at: datetime, since: datetime) -> datetime:
    """The time that was left as the rest began is left as it ends."""
    rules, zone = ladder.rules_of(task, draft.world.definition.stages), draft.world.zone
    closed = draft.world.closed_days.days if rules is None or rules.next_working_day else None
    return periods.moment(draft.now, periods.open_time(since, at, zone, closed), zone, closed).at


def _last_day(draft: Draft, at: datetime) -> date:
    """The local day this instant lies in, or ends."""
    return calendar.local_date(at - timedelta(microseconds=1), draft.world.zone)


def _on(draft: Draft, day: date, since: datetime) -> date:
    zone, closed = draft.world.zone, draft.world.closed_days.days
    gone = periods.passed(calendar.local_date(since, zone), calendar.local_date(draft.now, zone), closed)
    return calendar.working_days_after(day, gone, closed)


def _promised(draft: Draft, promise: Commitment, since: datetime) -> Commitment:
    due = _on(draft, promise.due_on, since)
    return replace(promise, due_on=due, due_at=calendar.end_of(due, draft.world.zone))


def _asleep(draft: Draft, deferral: Deferral, since: datetime) -> Deferral:
    """A budget year comes when it comes; the latest date is as much later."""
    until = _on(draft, deferral.until, since)
    wake = calendar.morning_of(earliest(until, deferral.conditions), draft.world.zone)
    return replace(deferral, until=until, wake_at=wake)
