"""The frame everything has to fit into: budget by year and line, capacity by quarter and role."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from domain.planning.quarters import Quarter, quarter_of


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
    interest: int | None = None  # hundredths of a percent a year; None where nobody has said

    def ahead(self, today: date) -> "Frame":
        """What of it can be spent yet: this year and quarter, and those to come."""
        now = quarter_of(today)
        budget = {(year, line): euros for (year, line), euros in self.budget.items() if year >= today.year}
        capacity = {(quarter, role): days for (quarter, role), days in self.capacity.items() if quarter >= now}
        return replace(self, budget=budget, capacity=capacity)

    @property
    def titles(self) -> Mapping[str, str]:
        """Lines and roles by id."""
        return {one.id: one.title for one in (*self.lines, *self.roles)}
