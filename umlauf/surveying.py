"""What surveys bring with them, in one place: who writes a wave's letters, and who carries out its errands."""

from dataclasses import dataclass

import structlog

from activities.errands import Errands
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from storage.record_wave import WriteWaveLetters
from storage.session import Session

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Surveying:
    """Given to the worker."""

    errands: Errands
    write_letters: WriteWaveLetters


async def unwritten(session: Session, wave: Wave, step: WaveStep, world: WaveWorld) -> None:
    """Where nobody writes the letters of waves, this says so."""
    for notice in step.notices:
        log.warning("wave.letter_unwritten", wave=wave.id, mail=notice.mail)
