"""A field of ideas in a file: criteria, scores, comparisons, ballots, and what binds a choice among them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Given

from domain.definition import Code, Criterion, Part, Words
from domain.finding import Finding
from domain.portfolio import checking as choosing
from domain.portfolio.problem import Floor, Limit, Option, Portfolio
from domain.portfolio.what_if import Scenario
from domain.ranking import METHODS
from domain.ranking.checking import check
from domain.ranking.field import Ballot, Field, Idea, Pair, Score
from kit.problems import Gettext
from kit.ranking_findings import FINDINGS
from umlauf.checked_file import Kind, load_checked

Id = Annotated[str, Given(pattern=r"^[\w:./ -]{1,80}$")]
Title = Annotated[str, Given(min_length=1, max_length=200)]
Year = Annotated[int, Given(ge=0, le=100)]  # from now
Euros = Annotated[float, Given(ge=-1e12, le=1e12, allow_inf_nan=False)]
Rate = Annotated[float, Given(ge=-50, le=1_000, allow_inf_nan=False)]  # percent a year
Points = Annotated[float, Given(ge=0, le=100)]
SETTINGS = frozenset(setting.name for method in METHODS.values() for setting in method.settings)
FROM_COST, FROM_EFFORT = "cost", "effort"  # limits of these names bind what ideas have under the same keys


class CriterionPart(Part):
    """What raters score."""

    id: Code
    title: Title = ""
    weight: Annotated[int, Given(ge=0, le=100)] = 0
    scale_from: int = 0
    scale_to: int = 10
    better: Literal["higher", "lower"] = "higher"
    knock_out_below: int | None = None

    def criterion(self) -> Criterion:
        """As the methods know it."""
        word = Words(de=self.title, en=self.title)
        return Criterion(
            id=self.id,
            title=word,
            question=word,
            scale_from=self.scale_from,
            scale_to=self.scale_to,
            lowest=word,
            highest=word,
            better=self.better,
            weight=self.weight,
            knock_out_below=self.knock_out_below,
        )


class IdeaPart(Part):
    """One idea, what was said of it, and what binds it to others."""

    id: Id
    title: Title = ""
    number: int | None = None  # its place in the file, where it has none
    cost: float | None = None
    effort: float | None = None
    scores: dict[Id, dict[Id, float]] = Given(default_factory=dict)  # by rater and criterion
    uses: dict[Id, float] | None = None  # by limit; without, cost and effort count where limits are called so
    gives: dict[Id, float] = Given(default_factory=dict)  # by goal
    needs: tuple[Id, ...] = ()
    excludes: tuple[Id, ...] = ()
    must: bool | None = None
    flows: dict[Year, Euros] = Given(default_factory=dict)  # euros by years from now; what is spent is below 0
    quality: Points | None = None  # by WiBe's catalogue of quality, and of effects outside
    effects: Points | None = None


class PairPart(Part):
    """Which of two ideas somebody puts first."""

    by: Id
    better: Id
    worse: Id
    equal: bool = False


class BallotPart(Part):
    """What somebody approves of."""

    by: Id
    ideas: tuple[Id, ...]


class LimitPart(Part):
    """At most so much of something."""

    id: Id
    at_most: float
    step: float = 1


class GoalPart(Part):
    """At least so much for a goal."""

    id: Id
    at_least: float
    step: float = 1


class WhatIfPart(Part):
    """Other weights, limits or goals."""

    title: Title
    weights: dict[Id, int] = Given(default_factory=dict)
    limits: dict[Id, float] = Given(default_factory=dict)
    goals: dict[Id, float] = Given(default_factory=dict)


class RankingFile(Part):
    """All of it."""

    format: Literal["umlauf-ranking/1"]
    title: str = ""
    criteria: tuple[CriterionPart, ...] = ()
    ideas: Annotated[tuple[IdeaPart, ...], Given(min_length=1)]
    pairs: tuple[PairPart, ...] = ()
    ballots: tuple[BallotPart, ...] = ()
    settings: dict[Id, float | str] = Given(default_factory=dict)
    limits: tuple[LimitPart, ...] = ()
    goals: tuple[GoalPart, ...] = ()
    what_if: tuple[WhatIfPart, ...] = ()
    cut: Annotated[int, Given(ge=1)] | None = None  # so many are meant to go on
    rates: dict[Year, Rate] = Given(default_factory=dict)  # by the term: years from now

    @cached_property
    def field(self) -> Field:
        """What the methods rank."""
        ideas = tuple(
            Idea(one.id, at if one.number is None else one.number, one.cost, one.effort)
            for at, one in enumerate(self.ideas, start=1)
        )
        scores = tuple(score for score, _ in self._placed_scores())
        pairs = tuple(Pair(one.by, one.better, one.worse, one.equal) for one in self.pairs)
        ballots = tuple(Ballot(one.by, frozenset(one.ideas)) for one in self.ballots)
        criteria = tuple(one.criterion() for one in self.criteria)
        return Field(ideas, criteria, scores, self.settings, pairs, ballots)

    @cached_property
    def portfolio(self) -> Portfolio:
        """What is chosen from; the values come from a ranking."""
        limits = tuple(Limit(one.id, one.at_most, one.step) for one in self.limits)
        floors = tuple(Floor(one.id, one.at_least, one.step) for one in self.goals)
        return Portfolio(tuple(self._options()), limits, floors)

    @property
    def titles(self) -> dict[str, str]:
        """Of ideas and criteria that have one, by id."""
        parts: tuple[CriterionPart | IdeaPart, ...] = (*self.criteria, *self.ideas)
        return {one.id: one.title for one in parts if one.title}

    def findings(self) -> Iterator[Finding]:
        """Everything that cannot work, with its place in the file."""
        for at, one in enumerate(self.criteria):
            if one.scale_from >= one.scale_to:
                facts: dict[str, object] = {"from": one.scale_from, "to": one.scale_to}
                yield Finding(("criteria", at, "scale_to"), "scale_upside_down", facts)
        places = [where for _, where in self._placed_scores()]
        for found in check(self.field):
            where = found.where
            yield replace(found, where=places[int(where[1])]) if where[0] == "scores" else found
        ids = [one.id for one in self.ideas]
        if len(ids) == len(set(ids)):
            yield from map(self._in_file, choosing.check(self.portfolio))
        yield from _unknown(("settings",), "setting_unknown", self.settings, SETTINGS)
        yield from self._scenarios()

    def scenarios(self) -> list[tuple[str, Scenario]]:
        """What if, by title."""
        return [(one.title, Scenario(one.weights, one.limits, one.goals)) for one in self.what_if]

    def _placed_scores(self) -> Iterator[tuple[Score, tuple[str | int, ...]]]:
        for at, idea in enumerate(self.ideas):
            for rater, said in idea.scores.items():
                for criterion, value in said.items():
                    where = ("ideas", at, "scores", rater, criterion)
                    yield Score(rater, idea.id, criterion, value), where

    def _options(self) -> Iterator[Option]:
        limits = {one.id for one in self.limits}
        for at, one in enumerate(self.ideas, start=1):
            own = {FROM_COST: one.cost, FROM_EFFORT: one.effort}
            counted = {name: amount for name, amount in own.items() if name in limits}
            uses = {name: amount for name, amount in counted.items() if amount is not None} | (one.uses or {})
            costed = one.uses is not None or not limits or (bool(counted) and None not in counted.values())
            number = at if one.number is None else one.number
            yield Option(one.id, 0, number, uses, one.gives, one.needs, one.excludes, one.must, costed)

    def _in_file(self, found: Finding) -> Finding:
        """Floors are called goals there, and what uses "cost" may stand there as the cost itself."""
        first, *rest = found.where
        if first == "floors":
            return replace(found, where=("goals", *rest))
        if first == "ideas" and "uses" in rest and found.where[-1] not in (self.ideas[int(rest[0])].uses or {}):
            return replace(found, where=("ideas", rest[0], found.where[-1]))
        return found

    def _scenarios(self) -> Iterator[Finding]:
        weights = {one.id: one.weight for one in self.criteria}
        known = {"weights": weights, "limits": {one.id for one in self.limits}, "goals": {one.id for one in self.goals}}
        codes = {"weights": "criterion_unknown", "limits": "limit_unknown", "goals": "goal_unknown"}
        for at, one in enumerate(self.what_if):
            for part, code in codes.items():
                yield from _unknown(("what_if", at, part), code, getattr(one, part), known[part])
            if (total := sum({**weights, **one.weights}.values())) not in (0, 100):
                yield Finding(("what_if", at, "weights"), "weights_sum", {"sum": total})


def _unknown(where: tuple[str | int, ...], code: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    known = set(known)
    return (Finding((*where, one), code, {"name": one}, one, known) for one in names if one not in known)


KIND = Kind(RankingFile, RankingFile.findings, FINDINGS)


def load_ranking(path: Path, gettext: Gettext = str) -> RankingFile:
    """The field in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return load_checked(path, KIND, gettext).content
