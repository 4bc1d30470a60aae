"""What happens to the answers of a wave when it closes: anonymous ones are opened all at once, drafts go."""

from dataclasses import dataclass

import structlog

from domain.survey.modes import Mode
from kit.ballot import Ballots
from storage import drafts, intake, surveys
from storage.engine import Database
from storage.session import Session
from storage.waves import load_wave, public_key

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Closing:
    """With the keys that open what was sealed to them."""

    db: Database
    ballots: Ballots

    async def evaluate(self, wave_id: str) -> None:
        """Once or several times: the answers are where results read them, or they were too few."""
        async with self.db.write() as session:
            wave = await load_wave(session, wave_id, lock=True)
            if wave is None:
                return
            if wave.mode is Mode.ANONYMOUS:
                await self._open(session, wave_id, wave.survey)
            else:
                await drafts.delete_all(session, wave_id)

    async def _open(self, session: Session, wave_id: str, survey_id: str) -> None:
        survey, key = await surveys.survey(session, survey_id), await public_key(session, wave_id)
        if survey is None or key is None:  # it never began to ask
            return
        opened = await intake.empty_intake(
            session, wave_id, self.ballots.opener(wave_id, key), survey.plan.thresholds.figures
        )
        log.info("wave.opened", wave=wave_id, count=opened.opened, unopened=opened.unopened)
