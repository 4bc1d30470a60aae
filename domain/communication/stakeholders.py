"""The map of stakeholders: power and interest, where they stand and where they are wanted.

Source: Mendelow 1991, "Environmental scanning: the impact of the stakeholder concept". The quadrants say how much
attention a group needs from those who steer, never that somebody need not be heard: that is why `voices` looks at
every group alike, whatever its power.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.communication.plan import Group
from domain.communication.words import Disposition, Quadrant

LOWEST, HIGHEST = 1, 5
HIGH = 3  # from here on; the middle counts as high, so that doubt means more attention
STEPS = (Disposition.AGAINST, Disposition.NEUTRAL, Disposition.SUPPORTIVE)


@dataclass(frozen=True, slots=True)
class Placed:
    """What the office decides about a group on the map."""

    group: Group
    power: int
    interest: int
    disposition: Disposition
    wanted: Disposition
    note: str = ""
    theme: str = ""

    @property
    def quadrant(self) -> Quadrant:
        """What its power and interest call for."""
        return quadrant(self.power, self.interest)

    @property
    def gap(self) -> int:
        """Steps from where it stands to where it is wanted; negative where less support would do."""
        return STEPS.index(self.wanted) - STEPS.index(self.disposition)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One group on the map as it is kept."""

    id: str
    placed: Placed
    removed_at: datetime | None = None
    revision: int = 0


def quadrant(power: int, interest: int) -> Quadrant:
    """High or low power by high or low interest."""
    if power >= HIGH:
        return Quadrant.MANAGE if interest >= HIGH else Quadrant.SATISFY
    return Quadrant.INFORM if interest >= HIGH else Quadrant.MONITOR
