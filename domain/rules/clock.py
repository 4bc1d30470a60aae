"""The clock: climbs the ladder of every open task, with a look now and again once it is past; sleepers wake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain import calendar, ladder
from domain.asking.back import asked_in, on_the_clock, stands
from domain.case import Assignment, Commitment, Task
from domain.draft import Draft
from domain.happenings import Woken
from domain.rules import absence, asking_back, objection, pause, reconsider
from domain.rules.deferral import wake_if_due
from domain.rules.escalation import ask_deputies, escalate
from domain.rules.silence import lapse
from domain.status import next_alarm
from domain.words import CommitmentState, EventKind, TaskKind


def woken(draft: Draft, happening: Woken) -> None:
    """Does everything that is due by now; what it leaves has its next date later than now."""
    if draft.case.closed_at is not None:
        return
    if draft.case.paused_at is not None:
        pause.look(draft)
        return
    objection.period_over(draft)
    if draft.case.held_until is not None or draft.case.closed_at is not None:
        return
    absence.look(draft)
    wake_if_due(draft)
    _ask_for_promises(draft)
    _climb(draft)
    if draft.events:  # time that stood goes on, or somebody is asked beside another: theirs may be over as well
        _climb(draft)


def _climb(draft: Draft) -> None:
    for task in draft.case.open_tasks():
        alarm = next_alarm(task)
        if alarm is not None and alarm <= draft.now and not stands(draft.case, task):
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
    """Every step of the ladder that is due, in its order; what a step changes, the next one sees."""
    for step in _STEPS:
        now = draft.case.task(task.id)
        if now is not None and now.closed_at is None and draft.case.held_until is None:
            step(draft, now)


def _reconsidering(draft: Draft, task: Task) -> None:
    """Whoever says nothing keeps what they said."""
    if task.kind is TaskKind.RECONSIDER and _due(draft, task.due_at):
        reconsider.over(draft, task)


def _silence(draft: Draft, task: Task) -> None:
    if not _due(draft, task.silent_at):
        return
    if task.kind is TaskKind.QUESTION:
        asking_back.over(draft, task)
    else:
        lapse(draft, task)


def _past(draft: Draft, task: Task) -> None:
    """The date is past: the office is told once; what waits on, or for its clock to begin, is noted now and again."""
    if task.overdue_at is not None or task.due_at is None:
        if _due(draft, task.look_at):
            draft.swap("tasks", replace(task, look_at=draft.next_look()))
            draft.record(EventKind.STILL_WAITING, task=asked_in(draft.case, task))
    elif _due(draft, task.due_at):
        draft.swap("tasks", replace(task, overdue_at=draft.now, look_at=draft.next_look(), **_reminder(draft, task)))
        draft.record(EventKind.OVERDUE, task=asked_in(draft.case, task))


def _deputy(draft: Draft, task: Task) -> None:
    if _due(draft, task.deputy_at):
        ask_deputies(draft, task)


def _escalation(draft: Draft, task: Task) -> None:
    if _due(draft, task.escalate_at):
        escalate(draft, task)


def _remind(draft: Draft, task: Task) -> None:
    if not _due(draft, ladder.reminder(task)):
        return
    draft.swap("tasks", replace(task, reminded_at=draft.now, **_reminder(draft, task)))
    waiting: list[Assignment | None] = [*on_the_clock(draft.case, task)]
    for assignment in waiting or [None]:
        draft.record(EventKind.REMINDED, task=asked_in(draft.case, task), assignment=assignment)


def _reminder(draft: Draft, task: Task) -> dict[str, Any]:
    """The next reminder, if there is another; what was missed is not made up for."""
    rules = ladder.rules_of(task, draft.world.definition.stages)
    if rules is None or task.due_on is None:
        return {}
    following = ladder.next_reminder(rules, task.due_on, draft.world)
    return {} if following is None else {"remind_at": following}


def _due(draft: Draft, at: datetime | None) -> bool:
    return at is not None and at <= draft.now


_STEPS: tuple[Callable[[Draft, Task], None], ...] = (_reconsidering, _silence, _past, _deputy, _escalation, _remind)
