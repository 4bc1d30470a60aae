"""The end of the ratings: a round closes, its ranking is made, and it may be opened once more or called off."""

from dataclasses import replace

from domain.errors import RuleBroken
from domain.rounds.draft import RoundDraft
from domain.rounds.guards import check_close, in_state
from domain.rounds.happenings import Cancelled, ClosedEarly, Computed, Reopened
from domain.rounds.words import RoundErrand, RoundEventKind, RoundState

LEAST = 2  # one idea alone is compared with nothing


def closed_early(draft: RoundDraft, happening: ClosedEarly) -> None:
    """The office does not wait for the rest."""
    in_state(draft, "round.not_open", RoundState.OPEN)
    close(draft, "office", draft.keep_reason_if_any(RoundEventKind.CLOSED, happening.reason))


def close(draft: RoundDraft, why: str, reason: str | None = None) -> None:
    """No more ratings; now they are counted, and those who came too late are told."""
    draft.change(state=RoundState.CLOSED, closed_at=draft.now)
    draft.look_again()
    draft.record(RoundEventKind.CLOSED, why=why, reason=reason)
    draft.send(RoundErrand.COMPUTE)
    draft.send(RoundErrand.LATE)


def computed(draft: RoundDraft, happening: Computed) -> None:
    """The ranking is there, and the office is asked to decide."""
    in_state(draft, "round.not_closed", RoundState.CLOSED)
    if happening.result <= draft.round.result:
        raise RuleBroken("round.result_known")
    draft.change(state=RoundState.COMPUTED, result=happening.result)
    draft.look_again()
    draft.record(
        RoundEventKind.COMPUTED,
        result=happening.result,
        placed=happening.placed,
        undetermined=happening.undetermined,
        digest=happening.digest,
    )


def reopened(draft: RoundDraft, happening: Reopened) -> None:
    """Ratings are taken again; the result so far keeps its number and stays where it is.

    After the decision they are taken for those ideas alone that still wait: what went forward, was put off or is in
    another round by now keeps what it was told.
    """
    in_state(draft, "round.not_reopenable", RoundState.CLOSED, RoundState.COMPUTED, RoundState.DECIDED)
    check_close(draft, happening.closes_on, None)
    if draft.round.state is RoundState.DECIDED:
        _keep_what_left(draft)
    reason = draft.keep_reason_if_any(RoundEventKind.REOPENED, happening.reason)
    days = draft.round.plan.remind_after if draft.round.plan is not None else ()
    draft.change(
        state=RoundState.OPEN,
        closes_on=happening.closes_on,
        closed_at=None,
        decided_at=None,
        missing=None,
        look_at=None,
        remind_on=tuple(day for after in days if (day := draft.after(after)) <= happening.closes_on),
        reminded=0,
    )
    draft.record(
        RoundEventKind.REOPENED, closes=happening.closes_on.isoformat(), result=draft.round.result, reason=reason
    )
    draft.send(RoundErrand.ASK)


def _keep_what_left(draft: RoundDraft) -> None:
    free = {one.case_id for one in draft.world.waiting if not one.taken}
    entries = tuple(replace(one, kept=one.kept or one.case_id not in free) for one in draft.round.entries)
    if sum(not one.kept for one in entries) < LEAST:
        raise RuleBroken("round.too_few_left")
    draft.change(entries=entries)


def cancelled(draft: RoundDraft, happening: Cancelled) -> None:
    """Before it is decided; its ideas stay where they are."""
    reason = draft.keep_reason_if_any(RoundEventKind.CANCELLED, happening.reason)
    draft.change(state=RoundState.CANCELLED, cancelled_at=draft.now, look_at=None)
    draft.record(RoundEventKind.CANCELLED, reason=reason)
