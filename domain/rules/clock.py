"""The clock: one reminder, one note to the office when a date is past, then a look now and again; sleepers wake."""

from dataclasses import replace
from datetime import datetime

from domain import calendar
from domain.case import Assignment, Commitment, Task
from domain.draft import Draft
from domain.happenings import Woken
from domain.rules import reconsider
from domain.rules.deferral import wake_if_due
from domain.status import next_alarm
from domain.words import CommitmentState, EventKind, TaskKind


def woken(draft: Draft, happening: Woken) -> None:
    """Does everything that is due by now; what it leaves has its next date later than now."""
    if draft.case.closed_at is not None:
        return
    wake_if_due(draft)
    _ask_for_promises(draft)
    for task in draft.case.open_tasks():
        alarm = next_alarm(task)
        if alarm is not None and alarm <= draft.now:
            _act(draft, task)


def _ask_for_promises(draft: Draft) -> None:
    asked = {t.about for t in draft.case.open_tasks(TaskKind.COMMITMENT)}
    for promise in draft.case.commitments:
        due = calendar.morning_of(promise.due_on, draft.world.zone)
        if promise.state is CommitmentState.OPEN and promise.id not in asked and due <= draft.now:
            _ask_owner(draft, promise)


def _ask_owner(draft: Draft, promise: Commitment) -> None:
    deadline = draft.world.definition.stages.follow_up.answer
    owner = draft.world.people.get(promise.owner)
    if owner is None or not owner.active:
        task = draft.open_task(TaskKind.COMMITMENT, deadline, role="office", about=promise.id)
        draft.record(EventKind.NOBODY_TO_ASK, task=task)
    else:
        task = draft.open_task(TaskKind.COMMITMENT, deadline, about=promise.id)
        draft.assign(task, promise.owner, EventKind.COMMITMENT_ASKED)


def _act(draft: Draft, task: Task) -> None:
    due = task.due_at is not None and task.due_at <= draft.now
    if not due:
        _remind(draft, task)
    elif task.kind is TaskKind.RECONSIDER:
        reconsider.over(draft, task)  # whoever says nothing keeps what they said
    elif task.overdue_at is None:
        draft.swap("tasks", replace(task, overdue_at=draft.now, look_at=_next_look(draft)))
        draft.record(EventKind.OVERDUE, task=task)
    else:
        draft.swap("tasks", replace(task, look_at=_next_look(draft)))
        draft.record(EventKind.STILL_WAITING, task=task)


def _remind(draft: Draft, task: Task) -> None:
    draft.swap("tasks", replace(task, reminded_at=draft.now))
    waiting: list[Assignment | None] = [*draft.case.open_assignments(task.id)]
    for assignment in waiting or [None]:
        draft.record(EventKind.REMINDED, task=task, assignment=assignment)


def _next_look(draft: Draft) -> datetime:
    zone, days = draft.world.zone, draft.world.definition.look_again_after
    today = calendar.local_date(draft.now, zone)
    return calendar.morning_of(calendar.working_days_after(today, days, draft.world.closed_days.days), zone)
