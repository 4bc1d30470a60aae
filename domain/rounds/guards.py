"""What several rules of a round refuse alike."""

from datetime import date

from domain import calendar
from domain.errors import RuleBroken
from domain.rounds.draft import RoundDraft
from domain.rounds.words import RoundState


def in_state(draft: RoundDraft, code: str, *states: RoundState) -> None:
    """Refuses in any other state."""
    if draft.round.state not in states:
        raise RuleBroken(code, state=draft.round.state.value)


def check_close(draft: RoundDraft, day: date, first: date | None) -> None:
    """Refuses a last day before today or the first day, or too far ahead to be meant."""
    if day < draft.today or (first is not None and day < first):
        raise RuleBroken("round.closes_in_the_past")
    if calendar.too_far(day, draft.today):
        raise RuleBroken("date.too_far", latest=draft.today.year + calendar.FURTHEST)
