"""The nouns of results: one question's figures, of everybody or of a part of them; numbers only, no answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.survey.branching import Value
from domain.survey.intervals import Interval
from domain.survey.statistics import Share

UNIT = "@unit"  # no key of a question looks so


class Answer(Protocol):
    """One handed-in questionnaire, as storage reads it."""

    @property
    def id(self) -> str:
        """Random; says nothing."""
        ...

    @property
    def unit(self) -> str:
        """Where in the organisation, or empty."""
        ...

    @property
    def values(self) -> Mapping[str, Value]:
        """By question key; what was not answered is not there."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A part of those who answered: a unit with all below it, or those who gave one answer about themselves."""

    split: str = ""  # `UNIT`, or the key of a demographic question; empty: everybody
    value: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is everybody."""
        return not self.split


EVERYBODY = Part()


class Withheld(StrEnum):
    """Why there are no figures, or none that are newer."""

    RUNNING = "running"  # anonymous: nothing before the close
    TOO_FEW = "too_few"  # fewer than the threshold
    NOT_YET = "not_yet"  # named or confidential, while it runs: nobody has asked for figures yet


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and where it may lie at 95 %; no interval where nothing is sure."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a distribution: an option, a step, a class of numbers or a month."""

    key: str
    share: Share
    place: float | None = None  # rankings only: the mean place among those who placed it


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of numbers: a quarter lies below `low`, half below `median`, a quarter above `high`."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What one question says: the distribution first, then what sums it up."""

    question: str
    kind: str
    answered: int
    bars: tuple[Bar, ...] = ()
    mean: Estimate | None = None
    score: Estimate | None = None  # net promoter score
    spread: Spread | None = None

    def bar(self, key: str) -> Bar | None:
        """The line with this key."""
        return next((bar for bar in self.bars if bar.key == key), None)


@dataclass(frozen=True, slots=True)
class PartFigures:
    """The figures of one part; of a question that may not be shown for it there is none."""

    part: Part
    answered: int
    figures: tuple[Figure, ...] = ()

    def figure(self, question: str) -> Figure | None:
        """This question's, None where it is hidden."""
        return next((one for one in self.figures if one.question == question), None)


@dataclass(frozen=True, slots=True)
class Results:
    """All that may be shown of one wave at one time: the same for pages, exports and programs."""

    answered: int | None  # None: not shown
    invited: int  # personally
    least: int
    final: bool = False  # the wave is closed: they stay as they are
    withheld: Withheld | None = None
    corrected: bool = False  # intervals are narrower, as a closed group was asked
    parts: tuple[PartFigures, ...] = ()  # everybody first
    hidden: tuple[Part, ...] = ()  # parts that are there and may not be shown
    public: bool = False  # open to everybody: nobody knows of how many these are, so there is no response rate

    def part(self, part: Part) -> PartFigures | None:
        """This part's, None where it is hidden."""
        return next((one for one in self.parts if one.part == part), None)

    @property
    def everybody(self) -> PartFigures | None:
        """The figures of all who answered."""
        return self.part(EVERYBODY)
