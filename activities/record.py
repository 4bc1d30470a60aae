"""Records what happens to a case: rules decide, letters are written, and the database keeps all of it or nothing."""

from collections.abc import Callable

from temporalio import activity

from activities.wordless import wordless
from contracts import names
from contracts.course import Facts, Note
from domain.advance import advance
from storage.engine import Database
from storage.record import WriteLetters, record_step


class Recorder:
    """The activity `record`, used as a local one and, while the database is away, as a patient normal one."""

    def __init__(
        self, db: Database, write_letters: WriteLetters, mail_written: Callable[[], None] = lambda: None
    ) -> None:
        """`mail_written` is called after each step: the post office need not look by itself."""
        self._db = db
        self._mail_written = mail_written
        self._write_letters = write_letters

    @activity.defn(name=names.RECORD)
    async def record(self, note: Note) -> Facts:
        """Idempotent by inbox id, and for a look by the wake-up that is due."""
        with wordless():
            facts = await record_step(self._db, note, advance, self._write_letters)
        self._mail_written()
        return facts
