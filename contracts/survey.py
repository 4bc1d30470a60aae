"""What the course of a wave and its activities say to each other: ids, codes, times and counts of people, no more."""

from dataclasses import dataclass, field


@dataclass
class WaveCourse:
    """Start of a course; the database knows the rest."""

    wave: str
    long: int = 200  # answers of the database per run: carried, since a changed constant would break the replay


@dataclass
class WaveNote:
    """What the course asks the database to record."""

    wave: str
    inbox_id: str = ""  # "" is a look: count, take a wake-up that is due, tell the facts
    at: float = 0.0  # the course's time, seconds since the epoch; the database never asks a wall clock


@dataclass
class WaveFacts:
    """The verdict on this happening, and the wave as it is now, read under the row lock."""

    verdict: str = ""  # "done", "refused:<code>", "stuck:<type>", "" for a look
    seq: int = 0
    state: str = ""
    wake: float | None = None
    closed: bool = False
    errands: list[str] = field(default_factory=list)  # to be carried out now, each "<errand>:<step that asked for it>"
    number: int = 0  # the rest is for people who look at Temporal's page
    invited: int = 0
    waiting: int | None = None
    answered: int = 0
    due: str = ""  # ISO date of its start, its close or its answer, whichever is next
    paused: bool = False

    @property
    def stage(self) -> str:
        """As the clock beside every course calls it."""
        return self.state

    @property
    def unsent(self) -> bool:
        """Whether something is still to be carried out."""
        return bool(self.errands)


@dataclass
class ErrandNote:
    """What the course asks to be carried out: a large sending, or the evaluation."""

    wave: str
    errand: str = ""  # as the facts name it
    at: float = 0.0


@dataclass
class CycleStart:
    """Start of the short course that a schedule begins on each of its dates."""

    survey: str


@dataclass
class CycleNote:
    """One date of a cycle: the next wave of this survey is due."""

    survey: str
    at: float = 0.0  # when it was due, whenever it is carried out
