"""Follow-up: promises with an owner and a date; the case ends when every promise is settled."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain import calendar
from domain.case import Assignment, Commitment, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Promised, PromiseIn, Settled, TakenOver
from domain.may import Relation, relations
from domain.rules.assurance import shown
from domain.rules.reasons import keep_reason
from domain.rules.stages import enter
from domain.rules.texts import add_version
from domain.words import (
    CommitmentAnswer,
    CommitmentState,
    EventKind,
    MeasureState,
    Outcome,
    ProjectState,
    Stage,
    TaskKind,
)

# How far a measure is that was a project before: what it was called then stays beside it.
MEASURES: Mapping[ProjectState, MeasureState] = {
    ProjectState.INITIATED: MeasureState.PLANNED,
    ProjectState.STARTED: MeasureState.RUNNING,
    ProjectState.IN_PROGRESS: MeasureState.RUNNING,
}


def taken_over(draft: Draft, happening: TakenOver) -> None:
    """A project that exists already, with what was promised about it."""
    add_version(draft, happening.text)
    measure = MEASURES[happening.project]
    draft.change(project=happening.project, public=happening.public, measure=measure, measure_since=today_of(draft))
    if happening.public_reason:
        keep_reason(draft, EventKind.TAKEN_OVER, public=happening.public_reason)
    draft.record(EventKind.TAKEN_OVER, project=happening.project, version=1, public=int(happening.public))
    enter(draft, Stage.FOLLOW_UP)
    for promise in happening.promises:
        _promise(draft, promise)


def promised(draft: Draft, happening: Promised) -> None:
    """The office records a promise; a settled case is opened again by it."""
    if draft.case.stage is not Stage.FOLLOW_UP or draft.case.outcome not in (None, Outcome.SETTLED):
        raise RuleBroken("promise.wrong_stage")
    draft.change(outcome=None, closed_at=None)
    _promise(draft, happening.promise)


def _promise(draft: Draft, promise: PromiseIn) -> None:
    owner = draft.world.people.get(promise.owner)
    if owner is None or not owner.active:
        raise RuleBroken("promise.owner_unknown")
    _check_future(draft, promise.due_on)
    commitment = Commitment(
        id=draft.new_id(),
        text=promise.text,
        owner=promise.owner,
        by=draft.happening.by,
        at=draft.now,
        due_on=promise.due_on,
        due_at=calendar.end_of(promise.due_on, draft.world.zone),
        first_due_on=promise.due_on,
    )
    draft.add("commitments", commitment)
    draft.close_tasks(TaskKind.PLAN)
    draft.record(EventKind.PROMISED, commitment=commitment.id, owner=promise.owner, due=promise.due_on.isoformat())


def settled(draft: Draft, happening: Settled) -> None:
    """Done, late with a new date, or dropped with a reason."""
    commitment = _open_commitment(draft, happening)
    if happening.answer is not CommitmentAnswer.DONE and not happening.reason:
        raise RuleBroken("commitment.reason_required")
    commitment = replace(commitment, level=shown(draft, TaskKind.COMMITMENT))
    if happening.answer is CommitmentAnswer.LATE:
        _delay(draft, happening, commitment)
    else:
        _settle(draft, happening, commitment)
    if all(c.state is not CommitmentState.OPEN for c in draft.case.commitments):
        draft.close(Outcome.SETTLED)


def _open_commitment(draft: Draft, happening: Settled) -> Commitment:
    commitment = next((c for c in draft.case.commitments if c.id == happening.commitment), None)
    if commitment is None:
        raise RuleBroken("commitment.unknown")
    if commitment.state is not CommitmentState.OPEN:
        raise RuleBroken("commitment.settled")
    person = draft.world.people.get(happening.by)
    theirs = happening.by == commitment.owner or _is_asked(draft, commitment, happening.by)
    if not theirs and Relation.OFFICE not in relations(draft.case, happening.by, person):
        raise RuleBroken("not_allowed")
    return commitment


def _is_asked(draft: Draft, commitment: Commitment, person: str) -> bool:
    """Whether they are asked about it without having promised it: they stand in for whoever has."""
    tasks = [t.id for t in draft.case.open_tasks(TaskKind.COMMITMENT) if t.about == commitment.id]
    return any(a.person == person for task in tasks for a in draft.case.open_assignments(task))


def _delay(draft: Draft, happening: Settled, commitment: Commitment) -> None:
    if happening.new_due_on is None:
        raise RuleBroken("commitment.date_missing")
    _check_future(draft, happening.new_due_on)
    due = happening.new_due_on
    draft.swap(
        "commitments",
        replace(commitment, due_on=due, due_at=calendar.end_of(due, draft.world.zone), reason=happening.reason),
    )
    asked = _finish_task(draft, commitment)
    draft.record(EventKind.COMMITMENT_LATE, *asked, commitment=commitment.id, due=due.isoformat())


def _settle(draft: Draft, happening: Settled, commitment: Commitment) -> None:
    done = happening.answer is CommitmentAnswer.DONE
    state = CommitmentState.DONE if done else CommitmentState.DROPPED
    draft.swap("commitments", replace(commitment, state=state, reason=happening.reason, settled_at=draft.now))
    asked = _finish_task(draft, commitment)
    kind = EventKind.COMMITMENT_DONE if done else EventKind.COMMITMENT_DROPPED
    draft.record(kind, *asked, commitment=commitment.id)


def _finish_task(draft: Draft, commitment: Commitment) -> tuple[Task | None, Assignment | None]:
    """The task that asked for it and what its owner was asked, where that is who has answered."""
    for task in draft.case.open_tasks(TaskKind.COMMITMENT):
        if task.about == commitment.id:
            waiting = draft.case.open_assignments(task.id)
            draft.answer_open(task, by=draft.happening.by)
            draft.close_task(task)
            mine = next((a for a in waiting if a.person == draft.happening.by), None)
            return (task, mine) if mine is not None else (None, None)
    return None, None


def today_of(draft: Draft) -> date:
    """The local day of this step."""
    return calendar.local_date(draft.now, draft.world.zone)


def _check_future(draft: Draft, due_on: date) -> None:
    today = today_of(draft)
    if due_on <= today:
        raise RuleBroken("promise.date_not_in_future")
    if calendar.too_far(due_on, today):
        raise RuleBroken("date.too_far", latest=today.year + calendar.FURTHEST)
