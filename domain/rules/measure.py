"""A measure's course: planned, running, live, done or stopped; each change has a day and a reason."""

from collections.abc import Mapping

from domain.case import Case
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import MeasureMoved
from domain.rules.follow_up import today_of
from domain.rules.reasons import keep_reason
from domain.rules.stages import enter
from domain.words import CommitmentState, EventKind, MeasureState, Outcome, Stage

_S = MeasureState
NEXT: Mapping[MeasureState, tuple[MeasureState, ...]] = {
    _S.PLANNED: (_S.RUNNING, _S.STOPPED),
    _S.RUNNING: (_S.LIVE, _S.DONE, _S.STOPPED, _S.PLANNED),
    _S.LIVE: (_S.DONE, _S.STOPPED, _S.RUNNING),
    _S.DONE: (_S.LIVE, _S.RUNNING),
    _S.STOPPED: (_S.PLANNED, _S.RUNNING),
}
OVER = (_S.DONE, _S.STOPPED)


def is_measure(case: Case) -> bool:
    """Whether the case has become a measure, and was not ended otherwise."""
    return case.stage is Stage.FOLLOW_UP and case.measure is not None and case.outcome in (None, Outcome.SETTLED)


def measure_moved(draft: Draft, happening: MeasureMoved) -> None:
    """One state on, or back; what is over with no promise open is closed, and what goes on again is open again."""
    before = draft.case.measure
    if before is None or not is_measure(draft.case):
        raise RuleBroken("measure.wrong_stage")
    if happening.to is before:
        raise RuleBroken("measure.same")
    if happening.to not in NEXT[before]:
        raise RuleBroken("measure.not_next", **{"from": before.value, "to": happening.to.value})
    _check_day(draft, happening)
    reason = keep_reason(draft, EventKind.MEASURE_MOVED, happening.public_reason, happening.internal_reason)
    draft.change(measure=happening.to, measure_since=happening.since)
    facts = {"from": before, "to": happening.to, "since": happening.since.isoformat(), "reason": reason.id}
    draft.record(EventKind.MEASURE_MOVED, None, None, **facts)
    _open_or_close(draft, before, happening.to)


def _check_day(draft: Draft, happening: MeasureMoved) -> None:
    since = draft.case.measure_since
    if happening.since > today_of(draft):
        raise RuleBroken("measure.in_future")
    if since is not None and happening.since < since:
        raise RuleBroken("measure.before_last", since=since.isoformat())


def _open_or_close(draft: Draft, before: MeasureState, now: MeasureState) -> None:
    case = draft.case
    promised = any(c.state is CommitmentState.OPEN for c in case.commitments)
    if now in OVER and case.closed_at is None and not promised:
        draft.close(Outcome.SETTLED)
    elif before in OVER and now not in OVER and case.closed_at is not None:
        draft.change(outcome=None, closed_at=None)
        enter(draft, Stage.FOLLOW_UP)
