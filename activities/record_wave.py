"""Records what happens to a wave: rules decide, letters are written, and the database keeps all of it or nothing."""

from collections.abc import Callable

from temporalio import activity

from activities.wordless import wordless
from contracts import names
from contracts.survey import WaveFacts, WaveNote
from domain.survey.wave import advance_wave
from storage.engine import Database
from storage.record_wave import WaveRules, WriteWaveLetters, record_wave


class WaveRecorder:
    """The activity `record_wave`, used as a local one and, while the database is away, as a patient normal one."""

    def __init__(
        self,
        db: Database,
        write_letters: WriteWaveLetters,
        public_key: Callable[[str], bytes],
        timezone: str,
        region: str,
        mail_written: Callable[[], None] = lambda: None,
    ) -> None:
        """`public_key` gives what anonymous answers are sealed to; `mail_written` is called after each step."""
        self._db = db
        self._write_letters, self._public_key = write_letters, public_key
        self._timezone, self._region = timezone, region
        self._mail_written = mail_written

    @activity.defn(name=names.RECORD_WAVE)
    async def record_wave(self, note: WaveNote) -> WaveFacts:
        """Idempotent by inbox id, and for a look by the wake-up that is due."""
        rules = WaveRules(advance_wave, self._write_letters, self._public_key, self._timezone, self._region)
        with wordless():
            facts = await record_wave(self._db, note, rules)
        self._mail_written()
        return facts
