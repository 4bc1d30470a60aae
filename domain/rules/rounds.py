"""Rounds: what became of the idea where many were compared, and that it came too late for one."""

from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Deferred, MissedRound, PutForward, Ranked
from domain.rules.deferral import deferred
from domain.rules.prioritisation import put_forward
from domain.rules.reasons import keep_reason
from domain.words import EventKind, Stage


def ranked(draft: Draft, happening: Ranked) -> None:
    """The result, once; then what was decided, where the idea still waits for it."""
    reason = keep_reason(draft, EventKind.RANKED, public=happening.public_reason) if happening.public_reason else None
    draft.record(
        EventKind.RANKED,
        round=happening.round,
        result=happening.result,
        rank=happening.rank,
        of=happening.of,
        fate=happening.fate,
        deviates=int(happening.deviates),
        decided_by=happening.decided_by,
        reason=reason.id if reason is not None else None,
    )
    if _still_waits(draft):
        _carry_out(draft, happening)


def _still_waits(draft: Draft) -> bool:
    """Whoever withdrew it, put it forward or put it off meanwhile has decided already."""
    case = draft.case
    return case.closed_at is None and case.stage is Stage.PRIORITISATION and case.deferral is None


def _carry_out(draft: Draft, happening: Ranked) -> None:
    """What cannot be done to this idea (its submitter would decide on it) leaves it with the office, which is told.

    Its submitter is not: it was selected, or put off, and the office goes on by hand.
    """
    try:
        if happening.fate != "leave" and draft.case.paused_at is not None:
            raise RuleBroken("case.paused")
        if happening.fate == "put_forward":
            put_forward(draft, _put_forward(happening))
            return
        if happening.fate == "defer":
            deferred(draft, _deferred(draft, happening))
            return
    except RuleBroken as refused:
        held = draft.record(EventKind.ROUND_HELD, round=happening.round, fate=happening.fate, held=refused.code)
        draft.tell_office("round_held", held)
        return
    draft.record(EventKind.NOT_SELECTED, round=happening.round)


def _put_forward(happening: Ranked) -> PutForward:
    return PutForward(
        id=happening.id,
        by=happening.decided_by,
        via=happening.via,
        at=happening.at,
        decider=happening.decider,
        body=happening.body,
        sign_off=happening.sign_off,
        outside_plan=happening.outside_plan,
    )


def _deferred(draft: Draft, happening: Ranked) -> Deferred:
    if not happening.public_reason:
        raise RuleBroken("deferral.not_in_future")
    return Deferred(
        id=happening.id,
        by=happening.decided_by,
        via=happening.via,
        at=happening.at,
        until=happening.until,
        public_reason=happening.public_reason,
        conditions=happening.conditions,
        again=happening.again,
    )


def missed_round(draft: Draft, happening: MissedRound) -> None:
    """It waits as before, and its submitter knows for what."""
    if draft.case.stage is not Stage.PRIORITISATION:
        raise RuleBroken("prioritise.wrong_stage")
    if happening.full:
        draft.record(EventKind.MISSED_ROUND, round=happening.round, full=1)
    else:
        draft.record(EventKind.MISSED_ROUND, round=happening.round)
