"""What the course of a round and its activities say to each other: ids, codes, times and counts, never a rating."""

from dataclasses import dataclass, field


@dataclass
class RoundCourse:
    """Start of a course; the database knows the rest."""

    round: str
    long: int = 200  # answers of the database per run: carried, since a changed constant would break the replay


@dataclass
class RoundNote:
    """What the course asks the database to record."""

    round: str
    inbox_id: str = ""  # "" is a look: count, take a wake-up that is due, tell the facts
    at: float = 0.0  # the course's time, seconds since the epoch; the database never asks a wall clock


@dataclass
class RoundFacts:
    """The verdict on this happening, and the round as it is now, read under the row lock."""

    verdict: str = ""  # "done", "refused:<code>", "stuck:<type>", "" for a look
    seq: int = 0
    state: str = ""
    wake: float | None = None
    closed: bool = False
    errands: list[str] = field(default_factory=list)  # to be carried out now, each "<errand>:<step that asked for it>"
    number: str = ""  # the rest is for people who look at Temporal's page
    ideas: int = 0
    raters: int = 0
    missing: int | None = None
    due: str = ""  # ISO date on which it opens or closes

    @property
    def stage(self) -> str:
        """As the clock beside every course calls it."""
        return self.state

    @property
    def unsent(self) -> bool:
        """Whether something is still to be carried out."""
        return bool(self.errands)


@dataclass
class RoundErrandNote:
    """What the course asks to be carried out: letters, the ranking, or telling the ideas."""

    round: str
    errand: str = ""  # as the facts name it
    at: float = 0.0


@dataclass
class SeriesStart:
    """Start of the short course that a schedule begins on each date of a series of rounds."""

    series: str


@dataclass
class SeriesNote:
    """One date of a series: its next round is due."""

    series: str
    at: float = 0.0  # when it was due, whenever it is carried out
