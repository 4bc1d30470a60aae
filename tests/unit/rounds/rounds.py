"""A round that tests lead through its life: what happens to it, by whom, and the world it happens in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from domain.chain import first_break
from domain.definition import Criterion, Words
from domain.ranking.ranking import Place, Ranking, Reason, Undetermined
from domain.rounds.happenings import ROUND_HAPPENING, RoundPlan
from domain.rounds.nouns import Candidate, Round, RoundStep, RoundWorld
from domain.rounds.round import advance_round
from domain.rounds.words import Fate
from domain.world import ClosedDays, Person

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PEOPLE = {
    one.id: one
    for one in (
        Person("olga", "Olga", roles=frozenset({"office"})),
        Person("ana", "Ana", roles=frozenset({"reviewer"})),
        Person("ben", "Ben", roles=frozenset({"reviewer"})),
        Person("box", "Postfach", roles=frozenset({"reviewer"}), shared=True),
        Person("gone", "Gegangen", roles=frozenset({"reviewer"}), active=False),
        Person("dana", "Dana", roles=frozenset({"decider"})),
    )
}


def criterion(name: str = "benefit", weight: int = 100) -> Criterion:
    """On a scale of 0 to 10."""
    said = Words(de=name, en=name)
    return Criterion(id=name, title=said, question=said, lowest=said, highest=said, weight=weight)


def a_plan(**changes: Any) -> RoundPlan:
    """From Monday on for two weeks, over all that waits, rated by reviewers; one place goes forward."""
    given: dict[str, Any] = {"title": "Runde", "opens_on": date(2026, 3, 2), "closes_on": date(2026, 3, 13)}
    given |= {"roles": ("reviewer",), "criteria": (criterion(),), "take": 1, "remind_after": (5,)}
    return RoundPlan.model_validate(given | changes)


def a_ranking(*ideas: str, without: Iterable[str] = ()) -> Ranking:
    """These, best first; and those that are not determined."""
    places = tuple(
        Place(idea, n, 10.0 - n, (Reason("utility", {"value": 10.0 - n, "raters": 2}),))
        for n, idea in enumerate(ideas, 1)
    )
    return Ranking("utility", places, tuple(Undetermined(idea, Reason("nobody_rated", {})) for idea in without))


class ARound:
    """Each call is something that happens; a rule that says no raises, and nothing is changed."""

    def __init__(self, *waiting: str, taken: Iterable[str] = ()) -> None:
        ideas = tuple(Candidate(one, one in set(taken)) for one in waiting or ("a", "b", "c"))
        self.world = RoundWorld(
            MONDAY, "Europe/Berlin", ClosedDays("2026", frozenset(), 2030), PEOPLE, ideas, frozenset({"council"})
        )
        self.round = Round("round1", "R1")
        self.steps: list[RoundStep] = []

    def happens(self, kind: str, by: str = "olga", **content: Any) -> Self:
        via = "clock" if by == "clock" else "office"
        number = f"{kind}{len(self.steps)}"
        given = {"kind": kind, "id": number, "by": by, "via": via, "at": self.world.now, **content}
        happening = ROUND_HAPPENING.validate_python(given)
        step = advance_round(self.round, happening, self.world)
        self.round = step.round
        self.steps.append(step)
        return self

    def later(self, days: float) -> Self:
        self.world = replace(self.world, now=self.world.now + timedelta(days=days))
        return self

    def rings(self) -> Self:
        """The clock, at the moment it is set to."""
        assert self.round.wake is not None
        self.world = replace(self.world, now=max(self.world.now, self.round.wake))
        return self.happens("woken", "clock")

    def open(self, **plan: Any) -> Self:
        return self.happens("announced", plan=a_plan(**plan))

    def computed(self, **plan: Any) -> Self:
        """With a, b and c in this order."""
        self.open(**plan).happens("closed_early").made()
        self.world = replace(self.world, ranking=a_ranking("a", "b", "c"))
        return self

    def made(self) -> Self:
        """Its ranking is there."""
        facts = {"result": self.round.result + 1, "placed": 3, "undetermined": 0, "digest": "0" * 64}
        return self.happens("computed", "clock", **facts)

    @property
    def kinds(self) -> list[str]:
        """Every line of the record."""
        return [event.kind.value for step in self.steps for event in step.events]

    @property
    def errands(self) -> list[str]:
        """What the last step has carried out."""
        return [errand.value for errand in self.steps[-1].errands]

    def whole(self) -> bool:
        """Whether the record follows from itself."""
        return first_break(self.round.id, [event for step in self.steps for event in step.events]) is None


def choices(**fates: Any) -> list[dict[str, Any]]:
    """By idea: its fate, or its fate and why."""
    said = {idea: fate if isinstance(fate, tuple) else (fate, "") for idea, fate in fates.items()}
    return [{"idea": idea, "fate": Fate(fate), "reason": why} for idea, (fate, why) in said.items()]
