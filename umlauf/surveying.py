"""What surveys bring with them, in one place: who writes a wave's letters, and who carries out its errands."""

from dataclasses import dataclass

from activities.errands import Errands
from storage.record_wave import WriteWaveLetters


@dataclass(frozen=True)
class Surveying:
    """Given to the worker."""

    errands: Errands
    write_letters: WriteWaveLetters
