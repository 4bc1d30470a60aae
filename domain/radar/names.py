"""What the ids in findings are called, for whoever puts findings into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.definition import Words
from domain.goals.tree import Wanted


@dataclass(frozen=True, slots=True)
class Names:
    """By id; what has left meanwhile is not there. Cases and rounds have a number and a title."""

    cases: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rounds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    goals: Mapping[str, Wanted] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, Words] = field(default_factory=dict)
    frame: Mapping[str, str] = field(default_factory=dict)  # budget lines and roles
