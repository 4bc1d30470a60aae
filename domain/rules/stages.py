"""Entering a stage: what it asks for, and of whom."""

from collections.abc import Callable, Mapping, Sequence

from domain import calendar
from domain.case import Task
from domain.draft import Draft
from domain.hearing import silent
from domain.staffing import choose_reviewers
from domain.words import EventKind, MeasureState, Stage, TaskKind, Verdict


def enter(draft: Draft, stage: Stage) -> None:
    """Moves the case into a stage and opens what the stage asks for."""
    draft.move_to(stage)
    _ENTER[stage](draft)


def go_on(draft: Draft) -> None:
    """Moves the case into the stage that follows the one it is in."""
    enter(draft, draft.world.definition.after(draft.case.stage))


def _intake(draft: Draft) -> None:
    draft.open_task(TaskKind.TRIAGE, draft.world.definition.stages.intake.triage, role="office")


def _review(draft: Draft) -> None:
    open_review(draft)


def open_review(draft: Draft, first: Sequence[str] = ()) -> None:
    """Asks these people first, then others, as many in all as the definition says."""
    rules = draft.world.definition.stages.review
    assert rules is not None  # a definition without review never leads here: checked when it is loaded
    draft.change(reviews_needed=rules.quorum)
    task = draft.open_task(TaskKind.REVIEW, rules.deadline, quorum=rules.quorum)
    for person in first[: rules.ask]:
        draft.assign(task, person, EventKind.REVIEW_ASKED)
    staff(draft, task, rules.ask - len(first[: rules.ask]))


def staff(draft: Draft, task: Task, wanted: int) -> None:
    """Asks as many reviewers as wanted; where too few are to be found, the office is to name somebody."""
    already = {a.person for a in draft.case.assignments if a.task == task.id}
    for person in choose_reviewers(draft.case, draft.world, wanted, already):
        draft.assign(task, person.id, EventKind.REVIEW_ASKED)
    name_missing_reviewers(draft, task)


def name_missing_reviewers(draft: Draft, task: Task) -> None:
    """The quorum must stay within reach: opens or closes the office's task of naming a reviewer."""
    missing = task.quorum - len(within_reach(draft, task))
    waiting = draft.case.open_tasks(TaskKind.STAFF)
    rules = draft.world.definition.stages.review
    if missing > 0 and not waiting and rules is not None:
        staffing = draft.open_task(TaskKind.STAFF, rules.changes, role="office", about=task.id)
        draft.record(EventKind.NOBODY_TO_ASK, task=staffing, missing=missing)
    elif missing <= 0:
        draft.close_tasks(TaskKind.STAFF)


def within_reach(draft: Draft, task: Task) -> set[str]:
    """Those whose answer counts or may still come: asked now, or to be asked again once the idea is changed."""
    case = draft.case
    said = {a.by: a.verdict for a in case.answers if a.task == task.id}
    changing = bool(case.open_tasks(TaskKind.CHANGES))
    spoke = {person for person, verdict in said.items() if changing or verdict is not Verdict.CHANGES}
    return spoke | {a.person for a in (*case.open_assignments(task.id), *silent(case, task.id))}


def _prioritisation(draft: Draft) -> None:
    rules = draft.world.definition.stages.prioritisation
    assert rules is not None  # as above
    draft.open_task(TaskKind.PRIORITISE, rules.deadline, role="office")


def _decision(draft: Draft) -> None:
    draft.open_task(TaskKind.DECIDE, draft.world.definition.stages.decision.deadline, role="office")


def _follow_up(draft: Draft) -> None:
    if draft.case.measure is None:
        draft.change(measure=MeasureState.PLANNED, measure_since=calendar.local_date(draft.now, draft.world.zone))
    draft.open_task(TaskKind.PLAN, draft.world.definition.stages.follow_up.plan, role="office")


_ENTER: Mapping[Stage, Callable[[Draft], None]] = {
    Stage.INTAKE: _intake,
    Stage.REVIEW: _review,
    Stage.PRIORITISATION: _prioritisation,
    Stage.DECISION: _decision,
    Stage.FOLLOW_UP: _follow_up,
}
