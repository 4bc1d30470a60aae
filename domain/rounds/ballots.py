"""What raters are asked in a round, the scales they answer on, and which methods such answers fit."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.definition import Criterion, Part, Words
from domain.finding import Finding
from domain.ranking import quadrant
from domain.ranking.checking import misfits
from domain.ranking.field import Ballot, Pair, Score
from domain.ranking.field import Field as Said
from domain.ranking.methods import METHODS

VOTE, APPROVAL = "support", "approval"  # the one criterion of votes, and that of approval ballots


class Ask(StrEnum):
    """What a rater says."""

    SCORES = "scores"  # of each idea, by each criterion
    VOTES = "votes"  # of each idea, from −2 to +2
    PAIRS = "pairs"  # of two ideas, which one comes first
    APPROVALS = "approvals"  # of each idea, yes or no


# By what is asked, the methods that can make a ranking of it; the first one is proposed.
FITTING: Mapping[Ask, tuple[str, ...]] = {
    Ask.SCORES: ("utility", "quadrant", "wsjf", "rice", "lower_bound"),
    Ask.VOTES: ("lower_bound", "utility"),
    Ask.PAIRS: ("pairwise",),
    Ask.APPROVALS: ("equal_shares", "approvals"),
}
# Scales by name; what their steps mean is said where people read it, and kept in the plan of each round.
SCALES: Mapping[str, tuple[int, ...]] = {
    "ten": tuple(range(11)),
    "votes": (-2, -1, 0, 1, 2),
    "yes_no": (0, 1),
    "fibonacci": (1, 2, 3, 5, 8, 13, 21),
}


class Step(Part):
    """One step of a scale, and what it means."""

    value: int
    words: Words | None = None


class RoundCriterion(Criterion):
    """A criterion as a round keeps it, with the steps of its scale where they are not all whole numbers or have words.

    The steps begin with the lowest and end with the highest.
    """

    steps: Annotated[tuple[Step, ...], Field(strict=False, max_length=30)] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        values = [one.value for one in self.steps]
        if values and (values != sorted(set(values)) or (values[0], values[-1]) != (self.scale_from, self.scale_to)):
            raise ValueError("steps_in_order")
        return self

    @property
    def points(self) -> tuple[int, ...]:
        """The steps of its scale, lowest first."""
        return tuple(one.value for one in self.steps) or super().points


def kept(criteria: object) -> object:
    """Criteria of a process, as a round keeps them."""
    if not isinstance(criteria, Iterable) or isinstance(criteria, str | Mapping):
        return criteria
    return tuple(
        RoundCriterion(**dict(one)) if isinstance(one, Criterion) and not isinstance(one, RoundCriterion) else one
        for one in criteria
    )


def on_scale(criterion: Criterion, words: Mapping[int, Words | None]) -> RoundCriterion:
    """The same criterion on a scale of these steps; a knock-out was meant on the scale it had, and is gone."""
    values = sorted(words)
    new = {"scale_from": values[0], "scale_to": values[-1], "knock_out_below": None}
    steps = tuple(Step(value=value, words=words[value]) for value in values)
    return RoundCriterion(**(dict(criterion) | new | {"steps": steps}))


def unfit(ask: Ask, method: str, criteria: tuple[Criterion, ...], settings: Mapping[str, float | str]) -> list[Finding]:
    """What keeps this method from ranking such answers; empty: it can."""
    said = _said(ask, criteria, settings)
    axes = quadrant.lacking_axes(said) if method == quadrant.NAME else ()
    missing = (Finding(("settings",), "setting_missing", {"method": method, "key": key}) for key in axes)
    return [*misfits(said, METHODS[method]), *missing]


def _said(ask: Ask, criteria: tuple[Criterion, ...], settings: Mapping[str, float | str]) -> Said:
    """A field in which something was said, as it is asked: only what kind of thing it is matters."""
    scores = (Score("", "", "", 0),) if ask in (Ask.SCORES, Ask.VOTES) else ()
    pairs = (Pair("", "", ""),) if ask is Ask.PAIRS else ()
    ballots = (Ballot("", frozenset()),) if ask is Ask.APPROVALS else ()
    return Said((), criteria, scores, settings, pairs, ballots)
