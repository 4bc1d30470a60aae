"""A catalogue of goals, themes or guidelines from outside, as data, and which of its entries ideas cover."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from domain.definition import Code, Titled, Words
from domain.finding import Finding
from domain.goals.contribution import Idea, helped
from domain.goals.tree import Goal, upwards
from domain.goals.words import Held
from domain.published import Published


class Catalogue(Published):
    """The whole file. A goal with the id of an entry, or that says it serves it, stands for the entry."""

    format: Literal["umlauf.catalogue/1"]
    id: Code
    title: Words
    source: Words  # where its entries are taken from
    held: Held
    entries: Annotated[tuple[Titled, ...], Field(min_length=1, max_length=100)]

    def key(self, entry: str) -> str:
        """An entry as goals and ideas name it."""
        return f"{self.id}.{entry}"

    @property
    def keys(self) -> tuple[str, ...]:
        """All its entries so."""
        return tuple(self.key(entry.id) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Covered:
    """One entry: the ideas that do something for it, and how many of them are measures; ideas against it."""

    entry: str
    ideas: tuple[Idea, ...]
    measures: int
    against: tuple[Idea, ...]


def check_catalogue(catalogue: Catalogue) -> Iterator[Finding]:
    """Everything that cannot work."""
    ids = [entry.id for entry in catalogue.entries]
    for index, one in enumerate(ids):
        if one in ids[:index]:
            yield Finding(("entries", index, "id"), "entry_twice", {"name": one})


def coverage(catalogue: Catalogue, goals: Sequence[Goal], ideas: Sequence[Idea]) -> tuple[Covered, ...]:
    """Every entry with the ideas that cover it: by their theme, by their tags, or by what they do for its goals.

    An idea that helps one goal of an entry and harms another stands on both sides.
    """
    standing = _standing(catalogue, goals)
    return tuple(_covered(catalogue, entry.id, standing[entry.id], ideas) for entry in catalogue.entries)


def _covered(catalogue: Catalogue, entry: str, goals: frozenset[str], ideas: Sequence[Idea]) -> Covered:
    for_it = tuple(idea for idea in ideas if _covers(catalogue, entry, goals, idea))
    against = tuple(i for i in ideas if any(value < 0 and g in goals for g, value in i.said.contributions.items()))
    return Covered(entry, for_it, sum(idea.measure for idea in for_it), against)


def _covers(catalogue: Catalogue, entry: str, goals: frozenset[str], idea: Idea) -> bool:
    if catalogue.key(entry) in idea.said.tags or goals & helped(idea):
        return True
    return catalogue.held is Held.THEMES and idea.theme == entry


def _standing(catalogue: Catalogue, goals: Sequence[Goal]) -> dict[str, frozenset[str]]:
    """Each entry with the goals that stand for it, and all that stand below those."""
    above = upwards(goals)
    found: dict[str, frozenset[str]] = {}
    for entry in catalogue.entries:
        named = {goal.id for goal in goals if goal.id == entry.id or catalogue.key(entry.id) in goal.wanted.serves}
        found[entry.id] = frozenset(goal.id for goal in goals if named & set(above[goal.id]))
    return found
