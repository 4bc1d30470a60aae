"""What is known of one idea for planning. What nobody has said is unknown, which is not 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.planning.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Facts:
    """The planning facts of one idea; ideas are named by their ids."""

    costs: Mapping[tuple[int, str], int] = field(default_factory=dict)  # whole euros by year and budget line
    effort: Mapping[str, int] = field(default_factory=dict)  # person days by role
    length: int | None = None  # quarters from begin to end
    earliest: Quarter | None = None  # in which it may begin
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    savings: Mapping[int, int] = field(default_factory=dict)  # whole euros saved or taken in, by year

    @property
    def costed(self) -> bool:
        """Whether its costs are known: at least one amount is said, and it may be 0."""
        return bool(self.costs)

    @property
    def cost(self) -> int | None:
        """All its costs together; None where they are not known."""
        return sum(self.costs.values()) if self.costs else None


class Hold(StrEnum):
    """What an idea has of the frame."""

    NOTHING = "nothing"
    AWAITING = "awaiting"  # put forward: whoever decides may give it what it costs
    ACCEPTED = "accepted"
    FINISHED = "finished"  # carried out: its money stays spent, it takes nobody's days any more
    STOPPED = "stopped"  # what it cost until now is spent


@dataclass(frozen=True, slots=True)
class Planned:
    """One idea as planning sees it."""

    id: str
    number: str
    title: str
    stage: str
    facts: Facts = Facts()
    version: int = 0  # of its facts; 0 where nobody has said any
    hold: Hold = Hold.NOTHING  # what it has of the frame

    since: Quarter | None = None  # running since then, as far as it is recorded
    ran_before: bool = False  # it ran already when it was taken over, and nobody has said since when

    def began(self, now: Quarter) -> Quarter | None:
        """Since when it runs: as recorded, unless nobody recorded its beginning and its facts say one that is over."""
        return began(self.facts.earliest, self.since, self.ran_before, now)

    @property
    def accepted(self) -> bool:
        """Whether it was decided to carry it out, and that still holds."""
        return self.hold in (Hold.ACCEPTED, Hold.FINISHED)


def began(said: Quarter | None, since: Quarter | None, ran_before: bool, now: Quarter) -> Quarter | None:
    """Since when something runs that is recorded as running `since` then, and whose facts say a begin."""
    return said if ran_before and said is not None and said <= now else since


def stated(
    planned: tuple[int | None, int | None] | None, cost: int | None, effort: int | None
) -> tuple[int | None, int | None]:
    """Cost and effort as a round counts and shows them: as planned, else as the text says."""
    euros, days = planned or (None, None)
    return cost if euros is None else euros, effort if days is None else days
