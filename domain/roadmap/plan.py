"""What is to be planned: measures with their effort and what they wait for, and what each role can do in a quarter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from domain.planning.quarters import Quarter


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. Its effort is spread evenly over its length, and goes on as before for as long as it is late."""

    id: str
    order: int = 0  # between equals the lower comes first
    length: int | None = None  # quarters; None where nobody has said
    effort: Mapping[str, int] = field(default_factory=dict)  # person days by role, over the whole length
    earliest: Quarter | None = None
    needs: tuple[str, ...] = ()
    began: Quarter | None = None  # it runs already, and stays where it is
    late: int = 0  # quarters by which its end has slipped

    @property
    def quarters(self) -> int:
        """How long it takes, with what it is late."""
        return (self.length or 0) + self.late

    @property
    def shares(self) -> Mapping[str, Fraction]:
        """Person days of each role in each of its quarters; a role without any is none of it."""
        return {role: Fraction(days, self.length or 1) for role, days in sorted(self.effort.items()) if days > 0}


@dataclass(frozen=True)
class Plan:
    """Measures, and the quarters and capacities they are planned into."""

    measures: tuple[Measure, ...]
    first: Quarter  # nothing that does not run yet starts before it
    last: Quarter  # nothing is planned beyond it
    capacity: Mapping[tuple[Quarter, str], int] = field(default_factory=dict)  # what is not there is not limited
    done: frozenset[str] = frozenset()  # ideas that are finished: nobody waits for them

    @cached_property
    def known(self) -> Mapping[str, Measure]:
        """The measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[Measure, ...]]:
        """Which measures wait for each, by its id."""
        found: dict[str, tuple[Measure, ...]] = {}
        for measure in self.measures:
            for one in measure.needs:
                found[one] = (*found.get(one, ()), measure)
        return found
