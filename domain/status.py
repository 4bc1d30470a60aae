"""What follows from a case alone: its state in a word, its next wake-up, its earliest due date."""

from collections.abc import Iterator
from datetime import date, datetime

from domain import ladder, standing_in
from domain.asking.back import stands
from domain.calendar import local_date, morning_of, working_days_after
from domain.case import Case, Task
from domain.words import CommitmentState, Outcome, Stage, State, TaskKind
from domain.world import World

_ENDED = {
    Outcome.DECLINED: State.DECLINED,
    Outcome.REJECTED: State.REJECTED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
    Outcome.MERGED: State.MERGED,
    Outcome.SETTLED: State.SETTLED,
}
_AT_WORK = {
    Stage.INTAKE: State.TRIAGE,
    Stage.REVIEW: State.REVIEWING,
    Stage.PRIORITISATION: State.PRIORITISING,
    Stage.DECISION: State.DECIDING,
    Stage.FOLLOW_UP: State.COMMITTED,
}


def state_of(case: Case) -> State:
    """What the case waits for, or how it ended."""
    if case.closed_at is not None and case.outcome is not None:
        return _ENDED[case.outcome]
    if not case.texts:
        return State.RECEIVED
    if case.paused_at is not None:
        return State.PAUSED
    waiting = {t.kind for t in case.open_tasks()}
    if case.deferral is not None:
        return State.DEFERRED
    if TaskKind.REPLY in waiting:
        return State.QUESTION
    if TaskKind.CHANGES in waiting or TaskKind.REWORK in waiting:
        return State.CHANGES
    if TaskKind.PLAN in waiting:
        return State.PLANNING
    return _AT_WORK[case.stage]


def wake_of(case: Case, world: World) -> datetime | None:
    """The next instant at which the clock has something to do; None only for a closed case or an empty shell."""
    if case.closed_at is not None:
        return None
    if case.paused_at is not None:
        return next_look(case.paused_at, world)
    if case.held_until is not None:
        return case.held_until
    return min(_alarms(case, world), default=None)


def next_look(since: datetime, world: World) -> datetime:
    """When what has waited since then is looked at again: nothing waits for ever."""
    day, zone, days = local_date(since, world.zone), world.zone, world.definition.look_again_after
    look = world.now
    while look <= world.now:
        day = working_days_after(day, days, world.closed_days.days)
        look = morning_of(day, zone)
    return look


def next_alarm(task: Task) -> datetime | None:
    """When the clock looks at this task next: whichever step of its ladder comes first, then the date for review."""
    return min(ladder.steps(task), default=None)


def _alarms(case: Case, world: World) -> Iterator[datetime]:
    for task in case.open_tasks():
        alarm = next_alarm(task)
        if alarm is not None and not stands(case, task):
            yield alarm
    yield from standing_in.alarms(case, world)
    if case.deferral is not None:
        yield case.deferral.wake_at
    asked = {t.about for t in case.open_tasks(TaskKind.COMMITMENT)}
    for promise in case.commitments:
        if promise.state is CommitmentState.OPEN and promise.id not in asked:
            yield morning_of(promise.due_on, world.zone)


def due_of(case: Case) -> date | None:
    """The earliest date somebody is waited for, a sleeping case's date, or the next promise's; none in a pause."""
    if case.closed_at is not None or case.paused_at is not None:
        return None
    dates = [t.due_on for t in case.open_tasks() if t.due_on is not None and not stands(case, t)]
    if case.deferral is not None:
        dates.append(case.deferral.next_on)
    if case.held_until is not None:
        dates.append(case.held_until.date())
    dates += [c.due_on for c in case.commitments if c.state is CommitmentState.OPEN]
    return min(dates, default=None)
