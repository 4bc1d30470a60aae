"""The ladder of a task: the instants at which its clock acts, before, at and after the end of its deadline. Pure.

A step so many working days before or after the end is taken on that day's morning; one at nought, with the end itself.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from domain import calendar, periods
from domain.case import Task
from domain.definition import Deadline, Stages
from domain.periods import End
from domain.words import Stage, TaskKind
from domain.world import World

_NONE = "due_on due_at remind_at deputy_at escalate_at silent_at reminded_at overdue_at escalated_at".split()


def rules_of(task: Task, stages: Stages) -> Deadline | None:
    """The deadline the definition has for such a task; None where the stage is not there."""
    review, prioritisation, sign_off = stages.review, stages.prioritisation, stages.decision.sign_off
    found: dict[TaskKind, Deadline | None] = {
        TaskKind.TRIAGE: stages.intake.triage,
        TaskKind.REPLY: stages.intake.reply,
        TaskKind.QUESTION: _questions(task, stages),
        TaskKind.REVIEW: None if review is None else review.deadline,
        TaskKind.RECONSIDER: None if review is None else review.deadline,
        TaskKind.OWN_TIME: None if review is None else review.deadline,
        TaskKind.STAFF: None if review is None else review.changes,
        TaskKind.CHANGES: None if review is None else review.changes,
        TaskKind.REWORK: None if review is None or review.rework is None else review.rework.deadline,
        TaskKind.PRIORITISE: None if prioritisation is None else prioritisation.deadline,
        TaskKind.SIGN: None if sign_off is None else sign_off.deadline_of(task.about),
        TaskKind.DECIDE: stages.decision.deadline,
        TaskKind.PLAN: stages.follow_up.plan,
        TaskKind.COMMITMENT: stages.follow_up.answer,
    }
    return found[task.kind]


def _questions(task: Task, stages: Stages) -> Deadline | None:
    """Of whoever reviews, or of whoever decides or signs."""
    if task.stage is Stage.DECISION:
        return stages.decision.questions
    return None if stages.review is None else stages.review.questions


def waits_for_documents(stages: Stages) -> bool:
    """Whether any clock of the process begins once the documents are complete."""
    after_intake = (stages.review, stages.prioritisation, stages.decision)
    return any(stage.deadline.starts == "complete" for stage in after_intake if stage is not None)


def dates_of(deadline: Deadline, world: World) -> dict[str, Any]:
    """All dates of a task that is asked for now."""
    return dates_until(deadline, periods.end_of(deadline, world.now, world.zone, world.closed_days.days), world)


def dates_to_come(world: World) -> dict[str, Any]:
    """Of a task whose clock does not run yet: it is looked at now and again."""
    look = calendar.morning_of(
        calendar.working_days_after(
            calendar.local_date(world.now, world.zone), world.definition.look_again_after, world.closed_days.days
        ),
        world.zone,
    )
    return {**dict.fromkeys(_NONE), "calendar": world.closed_days.version, "look_at": look}


def dates_until(deadline: Deadline, end: End, world: World) -> dict[str, Any]:
    """All dates of a task that is due then; what the ladder did before is forgotten."""
    return {
        "due_on": end.on,
        "due_at": end.at,
        "calendar": world.closed_days.version,
        "remind_at": next_reminder(deadline, end.on, world),
        "deputy_at": _step(deadline.deputy_after, end, world),
        "escalate_at": _step(deadline.escalate.after, end, world) if deadline.escalate is not None else None,
        "silent_at": _silent(deadline, end, world),
        "reminded_at": None,
        "overdue_at": None,
        "escalated_at": None,
        "look_at": None,
    }


def meant_for(kind: TaskKind, role: str, dates: dict[str, Any]) -> dict[str, Any]:
    """The dates that act on such a task.

    Nobody stands in for the office, and its silence means nothing; whoever is asked about their own scores alone keeps
    them by silence. A question ends by its date at the latest, so that nobody waits for its answer for ever.
    """
    if kind is TaskKind.QUESTION:
        return dates | {"deputy_at": None, "silent_at": dates["silent_at"] or dates["due_at"]}
    if kind is TaskKind.RECONSIDER:
        return dates | {"deputy_at": None, "silent_at": None, "escalate_at": None}
    return dates | {"deputy_at": None, "silent_at": None} if role else dates


def next_reminder(deadline: Deadline, due_on: date, world: World) -> datetime | None:
    """The first reminder that is still to come, before or after the end."""
    return min((at for at in _reminders(deadline, due_on, world) if at > world.now), default=None)


def _reminders(deadline: Deadline, due_on: date, world: World) -> Iterator[datetime]:
    closed, zone = world.closed_days.days, world.zone
    for days in deadline.reminders_before:
        yield calendar.morning_of(calendar.working_days_before(due_on, days, closed), zone)
    for days in deadline.reminders_after:
        yield calendar.morning_of(calendar.working_days_after(due_on, days, closed), zone)


def _step(after: int | None, end: End, world: World) -> datetime | None:
    if after is None:
        return None
    if after <= 0:
        return end.at
    return calendar.morning_of(calendar.working_days_after(end.on, after, world.closed_days.days), world.zone)


def _silent(deadline: Deadline, end: End, world: World) -> datetime | None:
    if deadline.silence is None:
        return None
    if not deadline.silence_after:
        return end.at
    day = calendar.working_days_after(end.on, deadline.silence_after, world.closed_days.days)
    return calendar.end_of(day, world.zone)


def steps(task: Task) -> Iterator[datetime]:
    """The instants at which its clock has something to do; one that does not run yet has a date to look at it."""
    if (remind := reminder(task)) is not None:
        yield remind
    look = task.look_at if task.overdue_at is not None or task.due_at is None else task.due_at
    yield from (at for at in (look, task.deputy_at, task.escalate_at, task.silent_at) if at is not None)


def reminder(task: Task) -> datetime | None:
    """The reminder that is still to come: a reminder sent, or the end, makes all before it one."""
    before = [at for at in (task.reminded_at, task.overdue_at) if at is not None]
    if task.remind_at is None or (before and task.remind_at <= max(before)):
        return None
    return task.remind_at
