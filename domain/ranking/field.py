"""What a ranking is made from: ideas, criteria, and what each rater said when the field was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.definition import Criterion
from domain.utility import Utility, utility_of

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
    def utilities(self) -> Mapping[str, Utility]:
        """By idea its mean scores by criterion, and the weighted utility they make."""
        return {idea.id: utility_of(self.criteria, self.said[idea.id]) for idea in self.ideas}

    @cached_property
    def means(self) -> Mapping[str, Mapping[str, float | None]]:
        """By idea and criterion the mean score on the criterion's own scale."""
        return {idea: {r.criterion: r.mean for r in found.ratings} for idea, found in self.utilities.items()}

    @cached_property
    def raters(self) -> Mapping[str, int]:
        """By idea, how many raters said something of it."""
        told: dict[str, set[str]] = {idea.id: set() for idea in self.ideas}
        for score in self.scores:
            told[score.idea].add(score.rater)
        return {idea: len(raters) for idea, raters in told.items()}

    @cached_property
    def voices(self) -> frozenset[str]:
        """Everybody who said anything at all."""
        said = {one.rater for one in self.scores} | {one.rater for one in self.pairs}
        return frozenset(said | {one.voter for one in self.ballots})

    @cached_property
    def known(self) -> Mapping[str, Idea]:
        """The ideas by id."""
        return {idea.id: idea for idea in self.ideas}

    def criterion(self, name: str) -> Criterion | None:
        """The criterion with this id."""
        return next((one for one in self.criteria if one.id == name), None)

    def mean(self, idea: str, criterion: str) -> float | None:
        """The mean score of an idea on the criterion's own scale; None is undefined."""
        return self.means[idea].get(criterion)
