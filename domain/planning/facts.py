"""What is known of one idea for planning. What nobody has said is unknown, which is not 0."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.planning.quarters import Quarter
from domain.words import Stage


@dataclass(frozen=True, slots=True)
class Facts:
    """The planning facts of one idea; ideas are named by their ids."""

    costs: Mapping[tuple[int, str], int] = field(default_factory=dict)  # whole euros by year and budget line
    effort: Mapping[str, int] = field(default_factory=dict)  # person days by role
    length: int | None = None  # quarters from begin to end
    earliest: Quarter | None = None  # in which it may begin
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    @property
    def costed(self) -> bool:
        """Whether its costs are known: at least one amount is said, and it may be 0."""
        return bool(self.costs)

    @property
    def cost(self) -> int | None:
        """All its costs together; None where they are not known."""
        return sum(self.costs.values()) if self.costs else None


@dataclass(frozen=True, slots=True)
class Planned:
    """One idea as planning sees it."""

    id: str
    number: str
    title: str
    stage: str
    facts: Facts = Facts()
    version: int = 0  # of its facts; 0 where nobody has said any
    settled: bool = False  # carried out and closed: it takes nobody's days any more
    stopped: bool = False  # as a measure: nothing more comes of it, and nobody may count on it

    since: Quarter | None = None  # running since then, as far as it is recorded
    ran_before: bool = False  # it ran already when it was taken over, and nobody has said since when

    def began(self, now: Quarter) -> Quarter | None:
        """Since when it runs: as recorded, unless nobody recorded its beginning and its facts say one that is over."""
        said = self.facts.earliest
        if self.ran_before and said is not None and said <= now:
            return said
        return self.since

    @property
    def accepted(self) -> bool:
        """Whether it was decided to carry it out, and that still holds."""
        return self.stage == Stage.FOLLOW_UP and not self.stopped
