"""Asking: a wave is planned, invitations leave, answers are counted, and it closes."""

from domain.errors import RuleBroken
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_guards import check_near, check_owner, in_state, not_paused
from domain.survey.wave_happenings import ClosedEarly, Counted, Invited, Planned
from domain.survey.wave_nouns import Wave
from domain.survey.wave_response import ask_for_response
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import Errand, WaveEventKind, WaveState


def planned(draft: WaveDraft, happening: Planned) -> None:
    """A wave with its dates and an owner who will owe the answer."""
    plan = happening.plan
    if plan.starts_on < draft.today:
        raise RuleBroken("wave.starts_in_the_past")
    if plan.closes_on <= plan.starts_on:
        raise RuleBroken("wave.closes_before_it_starts")
    check_near(draft, plan.closes_on)
    check_owner(draft, draft.wave.owner)
    draft.change(
        plan=plan, starts_on=plan.starts_on, closes_on=plan.closes_on, calendar=draft.world.closed_days.version
    )
    draft.record(
        WaveEventKind.PLANNED,
        questionnaire=draft.wave.questionnaire,
        mode=draft.wave.mode.value,
        starts=plan.starts_on.isoformat(),
        closes=plan.closes_on.isoformat(),
    )


def invited(draft: WaveDraft, happening: Invited) -> None:
    """Counts what has left, also what left while the wave was closed or called off: whoever is asked gets an answer."""
    wave = draft.wave
    if wave.state is WaveState.PLANNED:
        raise RuleBroken("wave.not_started")
    if _older(wave, happening):
        return
    draft.change(invited=happening.invited, waiting=happening.waiting)
    draft.record(WaveEventKind.INVITED, invited=draft.wave.invited, waiting=happening.waiting)
    if wave.state is WaveState.INVITING and happening.waiting == 0:
        _all_invited(draft)
    elif wave.state is WaveState.CANCELLED and draft.wave.invited:
        ask_for_response(draft)
    elif wave.state is WaveState.DONE:
        draft.send(Errand.RESPOND)


def _older(wave: Wave, happening: Invited) -> bool:
    """Whether it tells less than is known: invitations only grow, and with them as they are, who waits gets fewer."""
    if happening.invited != wave.invited:
        return happening.invited < wave.invited
    return wave.waiting is not None and happening.waiting >= wave.waiting


def _all_invited(draft: WaveDraft) -> None:
    if draft.wave.asks_nobody:
        nobody_asked(draft)
    else:
        draft.change(state=WaveState.OPEN)
        if draft.wave.paused_at is None:
            draft.change(look_at=None)


def nobody_asked(draft: WaveDraft) -> None:
    """Nobody could be asked: nobody is owed an answer."""
    draft.change(state=WaveState.CANCELLED, cancelled_at=draft.now, paused_at=None, look_at=None)
    draft.record(WaveEventKind.NOBODY_ASKED)


def counted(draft: WaveDraft, happening: Counted) -> None:
    """Keeps the number alone, without a line: a line per answer would keep the time of each."""
    if draft.wave.state is WaveState.PLANNED:
        raise RuleBroken("wave.not_started")
    if happening.answered > draft.wave.answered and not draft.wave.ended:
        draft.change(answered=happening.answered)
        close_if_enough(draft)


def close_if_enough(draft: WaveDraft) -> None:
    """As many answers as were wanted close it, unless clocks stand still."""
    wave = draft.wave
    enough = wave.plan.enough if wave.plan is not None else None
    if wave.state in ASKING and wave.paused_at is None and enough is not None and wave.answered >= enough:
        close(draft, "enough")


def closed_early(draft: WaveDraft, happening: ClosedEarly) -> None:
    """The office has heard enough, or nothing more will come."""
    in_state(draft, ASKING, "wave.not_open")
    not_paused(draft)
    close(draft, "office", reason=draft.keep_reason(WaveEventKind.CLOSED, happening.reason))


def close(draft: WaveDraft, why: str, **facts: str) -> None:
    """No more answers, reminders or invitations; now the results are due."""
    if draft.wave.asks_nobody:
        nobody_asked(draft)
        return
    draft.change(state=WaveState.CLOSED, closed_at=draft.now)
    draft.look_again()
    draft.record(WaveEventKind.CLOSED, why=why, **facts)
    draft.send(Errand.EVALUATE)
