"""What a method answers: places with a reason for each, and what could not be determined, listed as such."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.ranking.field import Field


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in words and numbers: a stable code and the figures it is about; pages and mails spell it out.

    A figure called "criterion" or "idea", or ending so, is an id; whoever spells it out puts the title there.
    """

    code: str
    figures: dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one idea stands. Ideas of the same value share a rank, and the next rank counts them all (1, 2, 2, 4)."""

    idea: str
    rank: int
    value: float
    why: tuple[Reason, ...]
    taken: bool | None = None  # whether it is in; None for methods that spend no budget


@dataclass(frozen=True, slots=True)
class Undetermined:
    """An idea without a rank, which is not the last rank: nobody scored it, a weight is missing, it was knocked out."""

    idea: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer of one method on one field: everything in the field is either placed or undetermined."""

    method: str
    places: tuple[Place, ...]  # best first; of the same rank by the idea's number
    undetermined: tuple[Undetermined, ...]

    @property
    def ranks(self) -> dict[str, int]:
        """The rank of each idea that has one."""
        return {place.idea: place.rank for place in self.places}


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found of one idea before the others are looked at: `key` orders, higher first."""

    idea: str
    value: float
    why: tuple[Reason, ...]
    key: tuple[float, ...] = ()  # the value, where nothing else is said
    taken: bool | None = None


def placed(method: str, field: Field, found: Iterable[Found | Undetermined]) -> Ranking:
    """The ranking that follows, shared ranks and all; between equals by number, then id."""
    every = list(found)
    last = {idea.id: (idea.number, idea.id) for idea in field.ideas}
    keys = {one.idea: one.key or (one.value,) for one in every if isinstance(one, Found)}
    ordered = sorted((one for one in every if isinstance(one, Found)), key=lambda one: last[one.idea])
    ordered.sort(key=lambda one: keys[one.idea], reverse=True)
    places: list[Place] = []
    for at, one in enumerate(ordered, start=1):
        same = bool(places) and keys[places[-1].idea] == keys[one.idea]
        places.append(Place(one.idea, places[-1].rank if same else at, one.value, one.why, one.taken))
    undetermined = sorted((one for one in every if isinstance(one, Undetermined)), key=lambda one: last[one.idea])
    return Ranking(method, tuple(places), tuple(undetermined))
