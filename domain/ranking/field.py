"""What a ranking is made from: ideas, criteria, and what each rater said when the field was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from domain.definition import Criterion

Scores = Mapping[str, list[float]]  # of one idea, by criterion


@dataclass(frozen=True, slots=True)
class Score:
    """What one rater said of one idea by one criterion, on the criterion's own scale."""

    rater: str
    idea: str
    criterion: str
    value: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Which of two ideas one rater puts before the other."""

    rater: str
    better: str
    worse: str
    equal: bool = False  # neither: then the order of the two says nothing


@dataclass(frozen=True, slots=True)
class Ballot:
    """The ideas one voter approves of."""

    voter: str
    ideas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea in the field: its id and what a method may need beside scores. None is unknown, never 0."""

    id: str
    number: int = 0  # the case's number: the last tie-break, so that a ranking can be repeated
    cost: float | None = None  # euros, as given
    effort: float | None = None  # person days


@dataclass(frozen=True)
class Field:
    """Ideas to be ranked and everything that was said of them. An abstention is a score that is not there."""

    ideas: tuple[Idea, ...]
    criteria: tuple[Criterion, ...]
    scores: tuple[Score, ...]
    settings: Mapping[str, float | str] = field(default_factory=dict)  # of the method, by the names it declares
    pairs: tuple[Pair, ...] = ()
    ballots: tuple[Ballot, ...] = ()

    @cached_property
    def said(self) -> Mapping[str, Scores]:
        """The scores by idea and criterion; every idea is there, whether anybody said anything of it or not."""
        found: dict[str, dict[str, list[float]]] = {idea.id: {} for idea in self.ideas}
        for score in self.scores:
            found[score.idea].setdefault(score.criterion, []).append(score.value)
        return found

    @cached_property
    def raters(self) -> Mapping[str, int]:
        """By idea, how many raters said something of it."""
        told = {(score.idea, score.rater) for score in self.scores}
        counts = {idea: len(list(them)) for idea, them in groupby(sorted(told), key=lambda one: one[0])}
        return {idea.id: counts.get(idea.id, 0) for idea in self.ideas}

    @cached_property
    def known(self) -> Mapping[str, Idea]:
        """The ideas by id."""
        return {idea.id: idea for idea in self.ideas}

    def number(self, name: str, otherwise: float) -> float:
        """A setting of the method that is a number."""
        return float(self.settings.get(name, otherwise))

    def text(self, name: str, otherwise: str) -> str:
        """A setting of the method that names something."""
        return str(self.settings.get(name, otherwise))
