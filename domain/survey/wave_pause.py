"""Pause and resume: clocks stand still, and every date that lay ahead moves by the working days that were lost."""

from datetime import date

from domain import calendar
from domain.errors import RuleBroken
from domain.survey.wave_asking import close_if_enough
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_guards import not_paused
from domain.survey.wave_happenings import Paused, Resumed
from domain.survey.wave_words import WaveEventKind


def paused(draft: WaveDraft, happening: Paused) -> None:
    """Clocks stand still; what is under way may still arrive."""
    not_paused(draft)
    reason = draft.keep_reason(WaveEventKind.PAUSED, happening.reason)
    draft.change(paused_at=draft.now)
    draft.look_again()
    draft.record(WaveEventKind.PAUSED, reason=reason)


def resumed(draft: WaveDraft, happening: Resumed) -> None:
    """Every date that lay ahead moves by the working days that were lost."""
    wave = draft.wave
    if wave.paused_at is None:
        raise RuleBroken("wave.not_paused")
    since = calendar.local_date(wave.paused_at, draft.world.zone)
    draft.change(
        paused_at=None,
        starts_on=_moved(draft, wave.starts_on, since),
        closes_on=_moved(draft, wave.closes_on, since),
        remind_on=tuple(moved for day in wave.remind_on if (moved := _moved(draft, day, since)) is not None),
        response_on=_moved(draft, wave.response_on, since),
        response_remind_on=_moved(draft, wave.response_remind_on, since),
        calendar=draft.world.closed_days.version,
    )
    draft.look_again()
    closes = draft.wave.closes_on
    draft.record(WaveEventKind.RESUMED, closes=closes.isoformat() if closes is not None else None)
    close_if_enough(draft)


def _moved(draft: WaveDraft, day: date | None, since: date) -> date | None:
    """The day on which as many working days are over as were left; what was over already stays where it was."""
    if day is None or day < since:
        return day
    closed = draft.world.closed_days.days
    days = (date.fromordinal(number) for number in range(since.toordinal() + 1, day.toordinal() + 1))
    left = sum(calendar.is_working_day(one, closed) for one in days)
    return max(day, draft.after(left))
