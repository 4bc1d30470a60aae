"""A scenario that was saved: what was set, what it chose, and how sure that is. It is never changed."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime

from domain.planning.choosing import Setting

_BUDGET = re.compile(r"budget\.(\d{4})\.([a-z0-9]{1,40})")


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a limit was used, of how much that was free; in words of then."""

    id: str
    used: int
    free: int


@dataclass(frozen=True, slots=True)
class Content:
    """What was set (by the names of the form's fields) and what followed."""

    settings: Mapping[str, int]
    ideas: tuple[str, ...]  # that were compared
    taken: tuple[str, ...]
    value: float
    how: str  # domain.planning.trying.How
    gap: float = 0.0
    uses: tuple[Use, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # of limits, as they were called then
    frame: int = 0  # the version of the frame
    worth: Mapping[str, float] = field(default_factory=dict)  # by idea that was taken; scenarios before had none
    takes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by limit and idea, likewise


@dataclass(frozen=True, slots=True)
class Kept:
    """One scenario of a round."""

    id: str
    round: str
    number: int
    result: int  # of the round's results
    name: str
    at: datetime
    by: str
    content: Content


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a scenario once ideas have moved on: as it was saved, without them."""

    ideas: tuple[str, ...]
    taken: tuple[str, ...]
    moved_on: tuple[str, ...]  # of those that were taken
    value: float | None  # None: nobody kept what each idea was worth
    uses: tuple[Use, ...]


def standing(content: Content, gone: Set[str]) -> Standing:
    """`gone` are ideas that are not compared any more: withdrawn, put off or decided elsewhere."""
    left = tuple(one for one in content.taken if one not in gone)
    moved_on = tuple(one for one in content.taken if one in gone)
    ideas = tuple(one for one in content.ideas if one not in gone)
    if not moved_on:
        return Standing(ideas, left, (), content.value, content.uses)
    if not content.worth.keys() >= set(content.taken):
        return Standing(ideas, left, moved_on, None, ())
    uses = tuple(Use(one.id, _used(content, one.id, left), one.free) for one in content.uses)
    return Standing(ideas, left, moved_on, sum(content.worth[one] for one in left), uses)


def _used(content: Content, limit: str, ideas: tuple[str, ...]) -> int:
    return sum(content.takes.get(limit, {}).get(one, 0) for one in ideas)


def setting_of(fields: Mapping[str, int]) -> Setting:
    """What the fields set; other names are left out."""
    budget = {(int(cell[1]), cell[2]): n for name, n in fields.items() if (cell := _BUDGET.fullmatch(name))}
    floors = {goal: points for goal, points in _under("goal.", fields).items() if points > 0}
    return Setting(_under("weight.", fields), budget, _under("capacity.", fields), fields.get("places"), floors)


def _under(start: str, fields: Mapping[str, int]) -> dict[str, int]:
    return {name.removeprefix(start): n for name, n in fields.items() if name.startswith(start)}
