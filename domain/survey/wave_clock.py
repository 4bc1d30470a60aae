"""The clock of a wave: starts it, reminds, closes it, and climbs the ladder while the answer to those asked is due."""

from domain import calendar
from domain.survey.wave_asking import close
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_happenings import WaveWoken
from domain.survey.wave_status import ASKING, closes_at, next_reminder, response_alarm, starts_at
from domain.survey.wave_words import Errand, WaveEventKind, WaveState


def woken(draft: WaveDraft, happening: WaveWoken) -> None:
    """Does everything that is due by now; what it leaves has its next date later than now."""
    wave = draft.wave
    if wave.ended or wave.plan is None:
        return
    if wave.paused_at is not None:
        _look(draft, WaveEventKind.STILL_PAUSED)
        return
    _start(draft)
    _close(draft)
    _remind(draft)
    if draft.wave.state is WaveState.INVITING:
        _look(draft, WaveEventKind.STILL_INVITING)
    elif draft.wave.state is WaveState.CLOSED:
        _look(draft, WaveEventKind.NOT_EVALUATED)
    elif draft.wave.state is WaveState.ANSWERING:
        _climb(draft)


def _start(draft: WaveDraft) -> None:
    """On its day; a wave whose time passed while nobody looked is missed, not sent late."""
    starts, closes = starts_at(draft.wave, draft.world), closes_at(draft.wave, draft.world)
    if draft.wave.state is not WaveState.PLANNED or starts is None or closes is None or starts > draft.now:
        return
    if closes <= draft.now:
        draft.change(state=WaveState.CANCELLED, cancelled_at=draft.now)
        draft.record(WaveEventKind.MISSED)
        return
    plan = draft.wave.plan
    remind = tuple(draft.after(days) for days in (plan.remind_after if plan is not None else ()))
    last = draft.wave.closes_on
    draft.change(
        state=WaveState.INVITING,
        started_at=draft.now,
        remind_on=tuple(day for day in remind if last is not None and day <= last),
        calendar=draft.world.closed_days.version,
    )
    draft.look_again()
    draft.record(WaveEventKind.STARTED)
    draft.send(Errand.INVITE)


def _close(draft: WaveDraft) -> None:
    closes = closes_at(draft.wave, draft.world)
    if draft.wave.state in ASKING and closes is not None and closes <= draft.now:
        close(draft, "date")


def _remind(draft: WaveDraft) -> None:
    """Once, however many reminders an outage left behind."""
    due = False
    while draft.wave.state in ASKING and (at := next_reminder(draft.wave, draft.world)) and at <= draft.now:
        due = True
        draft.change(reminded=draft.wave.reminded + 1)
    if due and draft.wave.invited:
        draft.record(WaveEventKind.REMINDED, number=draft.wave.reminded)
        draft.send(Errand.REMIND)


def _climb(draft: WaveDraft) -> None:
    """Reminder to the owner, then the office, then both again and again until the answer is published."""
    wave = draft.wave
    alarm = response_alarm(wave, draft.world)
    if alarm is None or alarm > draft.now or wave.response_on is None:
        return
    if wave.response_overdue_at is not None:
        draft.look_again()
        draft.record(WaveEventKind.STILL_WAITING)
    elif calendar.end_of(wave.response_on, draft.world.zone) <= draft.now:
        draft.change(response_overdue_at=draft.now)
        draft.look_again()
        draft.record(WaveEventKind.RESPONSE_OVERDUE, due=wave.response_on.isoformat())
    else:
        draft.change(response_reminded_at=draft.now)
        draft.record(WaveEventKind.RESPONSE_REMINDED, due=wave.response_on.isoformat())


def _look(draft: WaveDraft, kind: WaveEventKind) -> None:
    if draft.wave.look_at is not None and draft.wave.look_at <= draft.now:
        draft.look_again()
        draft.record(kind)
