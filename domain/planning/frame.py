"""The frame everything has to fit into: budget by year and line, capacity by quarter and role."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.planning.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Named:
    """A budget line or a role: costs and effort name it by its id, people by its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What there is. A year and line, or a quarter and role, that is not there is not limited."""

    lines: tuple[Named, ...] = ()
    roles: tuple[Named, ...] = ()
    budget: Mapping[tuple[int, str], int] = field(default_factory=dict)  # whole euros by year and line
    capacity: Mapping[tuple[Quarter, str], int] = field(default_factory=dict)  # person days by quarter and role

    @property
    def titles(self) -> Mapping[str, str]:
        """Lines and roles by id."""
        return {one.id: one.title for one in (*self.lines, *self.roles)}
