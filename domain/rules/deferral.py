"""Not now: a decision with a reason; the idea sleeps with its scores until what it waits for comes about."""

from dataclasses import replace

from domain import calendar
from domain.case import Deferral
from domain.deferral.checking import Asked, checked
from domain.deferral.condition import due_year, earliest
from domain.deferral.words import Again, Why
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import CameAbout, Deferred, Lifted
from domain.rules.reasons import keep_reason
from domain.rules.review import review_once_more
from domain.rules.stages import enter
from domain.words import EventKind, Stage, TaskKind


def deferred(draft: Draft, happening: Deferred) -> None:
    """The case sleeps and wakes by itself; one that sleeps already goes on sleeping, for what is said now."""
    if draft.case.stage is not Stage.PRIORITISATION:
        raise RuleBroken("prioritise.wrong_stage")
    if happening.again is Again.REVIEW and draft.world.definition.stages.review is None:
        raise RuleBroken("deferral.no_review")
    until, conditions = checked(_asked(draft), happening.until, happening.conditions, draft.world.beside)
    changed = draft.case.deferral is not None
    end_deferral(draft)
    draft.close_tasks(TaskKind.PRIORITISE)
    deferral = Deferral(
        id=draft.new_id(),
        by=happening.by,
        at=draft.now,
        until=until,
        wake_at=calendar.morning_of(earliest(until, conditions), draft.world.zone),
        public_reason=happening.public_reason,
        internal_reason=happening.internal_reason,
        conditions=conditions,
        again=happening.again,
    )
    draft.add("deferrals", deferral)
    facts = {"changed": 1} if changed else {}
    draft.record(EventKind.DEFERRED, None, None, deferral=deferral.id, until=until.isoformat(), **facts)


def _asked(draft: Draft) -> Asked:
    rules, sleeping = draft.world.definition.stages.prioritisation, draft.case.deferral
    assert rules is not None  # a definition without prioritisation never leads here
    return Asked(
        case_id=draft.case.id,
        public=draft.case.public,
        today=calendar.local_date(draft.now, draft.world.zone),
        closed=draft.world.closed_days.days,
        sleeps=rules.sleeps_at_most,
        lead=rules.budget_lead,
        before=sleeping.conditions if sleeping is not None else (),
    )


def came_about(draft: Draft, happening: CameAbout) -> None:
    """What it waited for is there; nothing happens where the deferral is over or was changed meanwhile."""
    deferral = draft.case.deferral
    if deferral is not None and deferral.id == happening.deferral:
        _wake(draft, deferral, Why(happening.why.value), waited=happening.about or None, count=happening.number)


def lifted(draft: Draft, happening: Lifted) -> None:
    """The office does not wait any longer, and says why."""
    deferral = draft.case.deferral
    if deferral is None:
        raise RuleBroken("deferral.over")
    reason = keep_reason(draft, EventKind.DEFERRAL_ENDED, public=happening.public_reason)
    _wake(draft, deferral, Why.OFFICE, reason=reason.id)


def wake_if_due(draft: Draft) -> None:
    """The clock: the latest date or a budget year has come."""
    deferral = draft.case.deferral
    if deferral is None or deferral.wake_at > draft.now:
        return
    year = due_year(deferral.conditions, calendar.local_date(draft.now, draft.world.zone))
    if year is None:
        _wake(draft, deferral, Why.DATE)
    else:
        _wake(draft, deferral, Why.BUDGET_YEAR, count=year.number)


def _wake(draft: Draft, deferral: Deferral, why: Why, **facts: str | int | None) -> None:
    """It goes on where it was to go on, with all that was said about it."""
    end_deferral(draft)
    draft.record(EventKind.DEFERRAL_ENDED, None, None, deferral=deferral.id, why=why, **facts)
    if deferral.again == Again.REVIEW and draft.world.definition.stages.review is not None:
        review_once_more(draft)
    else:
        enter(draft, Stage.PRIORITISATION)


def end_deferral(draft: Draft) -> None:
    """The sleep is over, whoever ended it."""
    if draft.case.deferral is not None:
        draft.swap("deferrals", replace(draft.case.deferral, ended_at=draft.now))
