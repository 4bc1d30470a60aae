"""What happens to the answers of a wave when it closes: anonymous ones are opened all at once, drafts go."""

from dataclasses import dataclass

import structlog

from contracts.survey_links import sealed_person
from kit.ballot import Ballots
from kit.sealing import KeyRing, SealBroken
from storage import intake, results, surveys
from storage.engine import Database
from storage.waves import load_wave, public_key

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Closing:
    """With the keys that open what was sealed to them."""

    db: Database
    ballots: Ballots
    keys: KeyRing

    async def evaluate(self, wave_id: str) -> None:
        """Once or several times: the answers are where results read them, or they were too few."""
        async with self.db.read() as session:
            wave = await load_wave(session, wave_id)
            survey = None if wave is None else await surveys.survey(session, wave.survey)
            key = await public_key(session, wave_id)
        if survey is None:
            return
        least = survey.plan.thresholds.figures
        open_ = self._nothing if key is None else self.ballots.opener(wave_id, key)
        ahead = await intake.open_ahead(self.db, wave_id, open_, least)
        async with self.db.write() as session:
            emptied = await intake.empty_intake(session, wave_id, ahead, least)
            await results.keep(session, wave_id, evaluating=True, whose=self._whose)
        log.info("wave.opened", wave=wave_id, count=emptied.opened, unopened=emptied.unopened)

    def _whose(self, code: str, sealed: bytes) -> str:
        """Whose confidential answer it is, for pairing it with the one before; a key that is lost makes no pair."""
        try:
            return self.keys.open(sealed, sealed_person(code)).decode()
        except SealBroken:
            return ""

    @staticmethod
    def _nothing(_: bytes) -> bytes:
        """Of a wave that is not anonymous nothing was sealed."""
        raise AssertionError("sealed to no key")
