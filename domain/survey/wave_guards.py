"""What several rules of a wave refuse alike."""

from datetime import date

from domain import calendar
from domain.errors import RuleBroken
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_words import WaveState


def in_state(draft: WaveDraft, states: frozenset[WaveState], code: str) -> None:
    """Refuses in any other state."""
    if draft.wave.state not in states:
        raise RuleBroken(code, state=draft.wave.state.value)


def not_paused(draft: WaveDraft) -> None:
    """Refuses while clocks stand still."""
    if draft.wave.paused_at is not None:
        raise RuleBroken("wave.paused")


def check_owner(draft: WaveDraft, person_id: str) -> None:
    """Refuses an owner who is not there."""
    owner = draft.world.people.get(person_id)
    if owner is None or not owner.active:
        raise RuleBroken("wave.owner_unknown", owner=person_id)


def check_near(draft: WaveDraft, day: date) -> None:
    """Refuses a date too far ahead to be meant."""
    if calendar.too_far(day, draft.today):
        raise RuleBroken("date.too_far", latest=draft.today.year + calendar.FURTHEST)
