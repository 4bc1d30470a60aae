"""More time for one task: a later day, for a reason, within what the definition allows."""

from dataclasses import replace
from datetime import date

from domain import calendar, ladder, periods
from domain.case import Task
from domain.definition import Deadline
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Extended
from domain.rules.own_time import bring_along
from domain.rules.reasons import keep_reason
from domain.words import EventKind, TaskKind


def extended(draft: Draft, happening: Extended) -> None:
    """The task is due then; its ladder begins anew, and those who are asked hear of it."""
    task, rules = _task(draft, happening.task)
    before = task.due_on
    _check(draft, task, rules, happening.until)
    end = periods.whole_day(happening.until, draft.world.zone)
    first = task.first_due_on or before
    dates = ladder.meant_for(task.kind, task.role, ladder.dates_until(rules, end, draft.world))
    later = replace(task, **dates, first_due_on=first)
    if task.kind is TaskKind.OWN_TIME:
        later = replace(later, opened_at=draft.now)
    draft.swap("tasks", later)
    bring_along(draft, later)
    reason = keep_reason(draft, EventKind.EXTENDED, internal=happening.reason)
    draft.record(
        EventKind.EXTENDED,
        task=task,
        reason=reason.id,
        due=end.on.isoformat(),
        before=before.isoformat() if before is not None else None,
    )


def latest(task: Task, rules: Deadline, closed: frozenset[date]) -> date | None:
    """The last day it may be extended to; None for a task without a date."""
    first = task.first_due_on or task.due_on
    return None if first is None else calendar.working_days_after(first, rules.extend_at_most, closed)


def _task(draft: Draft, task_id: str) -> tuple[Task, Deadline]:
    task = draft.case.task(task_id)
    rules = None if task is None else ladder.rules_of(task, draft.world.definition.stages)
    if task is None or rules is None:
        raise RuleBroken("task.unknown")
    if task.closed_at is not None:
        raise RuleBroken("task.closed")
    return task, rules


def _check(draft: Draft, task: Task, rules: Deadline, until: date) -> None:
    closed = draft.world.closed_days.days
    today = calendar.local_date(draft.now, draft.world.zone)
    if until <= today or (task.due_on is not None and until <= task.due_on):
        raise RuleBroken("extend.not_later", due=(task.due_on or today).isoformat())
    if (last := latest(task, rules, closed)) is not None and until > last:
        raise RuleBroken("extend.too_far", latest=last.isoformat())
    if not calendar.is_working_day(until, closed):
        raise RuleBroken("extend.closed_day", next=periods.next_open(until, closed).isoformat())
