"""The clock of a round: opens it, reminds, closes it, and keeps asking the office for a decision."""

from domain.rounds.asking import open_if_due, remind
from domain.rounds.closing import close
from domain.rounds.draft import RoundDraft
from domain.rounds.happenings import RoundWoken
from domain.rounds.status import closes_at, next_reminder
from domain.rounds.words import RoundEventKind, RoundState

STILL = {RoundState.CLOSED: RoundEventKind.NOT_COMPUTED, RoundState.COMPUTED: RoundEventKind.STILL_UNDECIDED}


def woken(draft: RoundDraft, happening: RoundWoken) -> None:
    """Does everything that is due by now; what it leaves has its next date later than now."""
    if draft.round.ended or draft.round.plan is None:
        return
    open_if_due(draft)
    closes = closes_at(draft.round, draft.world)
    if draft.round.state is RoundState.OPEN and closes is not None and closes <= draft.now:
        close(draft, "date")
    _remind(draft)
    still, look_at = STILL.get(draft.round.state), draft.round.look_at
    if still is not None and look_at is not None and look_at <= draft.now:
        draft.look_again()
        draft.record(still)


def _remind(draft: RoundDraft) -> None:
    """Once, however many reminders an outage left behind."""
    due = False
    while draft.round.state is RoundState.OPEN and (at := next_reminder(draft.round, draft.world)) and at <= draft.now:
        due = True
        draft.change(reminded=draft.round.reminded + 1)
    if due:
        remind(draft)
