"""Entering a stage: what it asks for, and of whom."""

from collections.abc import Callable, Mapping

from domain import calendar
from domain.draft import Draft
from domain.rules.asking import open_review
from domain.words import MeasureState, Stage, TaskKind


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
