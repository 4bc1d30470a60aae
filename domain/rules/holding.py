"""What cannot be taken back waits for as long as somebody may still object; an answer counts in its stage at once."""

from datetime import datetime

from domain import periods
from domain.case import Answer, Task
from domain.draft import Draft
from domain.words import EventKind, Stage, TaskKind


def period_end(draft: Draft) -> datetime | None:
    """Until when an objection to what is said now undoes it; None where the process leaves no time."""
    objection = draft.world.definition.objection
    if objection is None:
        return None
    world = draft.world
    return periods.end_of(objection.deadline, world.now, world.zone, world.closed_days.days).at


def waits(draft: Draft, task: Task) -> bool:
    """Whether what this task has come to waits; then the case stays where it is until the clock rings."""
    ends = [a.objection_until for a in _of(draft, task) if a.objection_until is not None]
    return hold(draft, max(ends, default=None), task)


def hold(draft: Draft, until: datetime | None, task: Task | None) -> bool:
    """Waits until then, unless that is over; recorded once for each new end."""
    if until is None or until <= draft.now:
        draft.change(held_until=None)
        return False
    if draft.case.held_until != until:
        draft.change(held_until=until)
        draft.record(EventKind.HELD, task=task, until=until.isoformat())
    return True


def let_go(draft: Draft) -> None:
    """Nothing waits any more."""
    draft.change(held_until=None)


def held_task(draft: Draft) -> Task | None:
    """The review or the second look that waits; None for a decision, or a co-signature."""
    if draft.case.held_until is None or draft.case.stage is Stage.DECISION:
        return None
    looks = draft.case.open_tasks(TaskKind.RECONSIDER)
    return next(iter(looks or draft.case.open_tasks(TaskKind.REVIEW)), None)


def _of(draft: Draft, task: Task) -> list[Answer]:
    given = {a.id for a in draft.case.assignments if a.task == task.id}
    return [a for a in draft.case.said if a.assignment in given]
