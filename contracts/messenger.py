"""Who brings happenings to their course; implemented once in `umlauf/`, injected into API and worker."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One inbox row on its way to its course."""

    inbox_id: str
    case_id: str  # "" for a letter to the course of a wave or a round
    kind: str = ""  # a code such as "answered", for summaries only
    attempts: int = 0
    wave: str = ""
    round: str = ""


class Messenger(Protocol):
    """Brings a happening to its course and waits a little for the verdict."""

    async def bring(self, letter: Letter) -> str | None:
        """The verdict code as the database holds it, or None: received, not yet processed (at most five seconds)."""
        ...
