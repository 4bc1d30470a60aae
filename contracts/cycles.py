"""What the office does with the feedback cycle of a survey; implemented once in `umlauf/`, injected into the API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.survey.survey import Cycle


@dataclass(frozen=True)
class CycleState:
    """What the office sees of a cycle."""

    paused: bool
    note: str  # why it is paused, or what the last change said
    next_runs: tuple[datetime, ...]  # when waves are opened; a closed day moves the beginning of one


class Cycles(Protocol):
    """Saving a survey with its plan is enough: the worker sets its cycle up within minutes. `set_up` does it at once.

    Every method may raise ConnectionError: Temporal is away, nothing was changed.
    """

    async def set_up(self, survey_id: str, cycle: Cycle | None, pause: str | None = None) -> bool:
        """As the survey's plan says now; True when a schedule was made that was not there. A pause stays.

        `pause` is the note of the pause that the database keeps: then it stands still, also where it is made anew.
        """
        ...

    async def pause(self, survey_id: str, note: str) -> None:
        """No wave is opened until it is resumed; dates that pass meanwhile are left out."""
        ...

    async def resume(self, survey_id: str, note: str = "") -> None:
        """From the next date on."""
        ...

    async def state(self, survey_id: str) -> CycleState | None:
        """None: no wave will be opened by itself."""
        ...
