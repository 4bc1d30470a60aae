"""A scenario that was saved: what was set, what it chose, and how sure that is. It is never changed."""

import re
from collections.abc import Mapping
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


def setting_of(fields: Mapping[str, int]) -> Setting:
    """What the fields set; other names are left out."""
    budget = {(int(cell[1]), cell[2]): n for name, n in fields.items() if (cell := _BUDGET.fullmatch(name))}
    floors = {goal: points for goal, points in _under("goal.", fields).items() if points > 0}
    return Setting(_under("weight.", fields), budget, _under("capacity.", fields), fields.get("places"), floors)


def _under(start: str, fields: Mapping[str, int]) -> dict[str, int]:
    return {name.removeprefix(start): n for name, n in fields.items() if name.startswith(start)}
