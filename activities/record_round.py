"""Records what happens to a round: rules decide, letters are written, and the database keeps all of it or nothing."""

from collections.abc import Callable

from temporalio import activity

from activities.wordless import wordless
from contracts import names
from contracts.rounds import RoundFacts, RoundNote
from domain.rounds.round import advance_round
from storage.engine import Database
from storage.record_round import RoundRules, WriteRoundLetters, record_round


class RoundRecorder:
    """The activity `record_round`, used as a local one and, while the database is away, as a patient normal one."""

    def __init__(
        self,
        db: Database,
        write_letters: WriteRoundLetters,
        timezone: str,
        region: str,
        mail_written: Callable[[], None] = lambda: None,
    ) -> None:
        """`mail_written` is called after each step: the post office need not look by itself."""
        self._db, self._rules = db, RoundRules(advance_round, write_letters, timezone, region)
        self._mail_written = mail_written

    @activity.defn(name=names.RECORD_ROUND)
    async def record_round(self, note: RoundNote) -> RoundFacts:
        """Idempotent by inbox id, and for a look by the wake-up that is due."""
        with wordless():
            facts = await record_round(self._db, note, self._rules)
        self._mail_written()
        return facts
