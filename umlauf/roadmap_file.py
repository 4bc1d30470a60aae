"""Measures, roles and their capacities in a file, to be planned by `umlauf roadmap`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic import Field as Given

from domain.definition import Part
from domain.finding import Finding
from domain.planning import quarters
from domain.planning.quarters import Quarter
from domain.roadmap.building import LONGEST
from domain.roadmap.plan import Measure, Plan
from domain.roadmap.schedule import span
from kit.i18n import N_
from kit.problems import Gettext
from kit.ranking_findings import FINDINGS
from umlauf.checked_file import Kind, load_checked

Id = Annotated[str, Given(pattern=r"^[\w:./ -]{1,80}$")]
Title = Annotated[str, Given(min_length=1, max_length=200)]
Days = Annotated[int, Given(ge=0, le=1_000_000)]
# One quarter as it is written: 2027-Q1.
Written = Annotated[str, Given(pattern=r"^\d{4}-Q[1-4]$"), AfterValidator(lambda text: str(quarters.read(text)))]
ROLE_UNKNOWN = N_("There is no role “{name}”. Please add it under “roles”, or name another.")


class RolePart(Part):
    """A role and its person days: in each quarter, and where it is otherwise; without any it is not limited."""

    id: Id
    title: Title = ""
    each_quarter: Days | None = None
    capacity: dict[Written, Days] = Given(default_factory=dict)


class MeasurePart(Part):
    """One measure."""

    id: Id
    title: Title = ""
    length: Annotated[int, Given(ge=1, le=LONGEST)] | None = None
    effort: dict[Id, Days] = Given(default_factory=dict)
    earliest: Written | None = None
    needs: tuple[Id, ...] = ()
    began: Written | None = None
    late: Annotated[int, Given(ge=0, le=LONGEST)] = 0


class RoadmapFile(Part):
    """All of it."""

    format: Literal["umlauf-roadmap/1"]
    title: str = ""
    first: Written
    quarters: Annotated[int, Given(ge=1, le=LONGEST)] = 12
    roles: tuple[RolePart, ...] = ()
    measures: Annotated[tuple[MeasurePart, ...], Given(min_length=1, max_length=1_000)]
    done: tuple[Id, ...] = ()  # what measures need and is finished

    @property
    def plan(self) -> Plan:
        """What is planned, in the order of the file."""
        first = quarters.read(self.first)
        last = first.plus(self.quarters - 1)
        capacity: dict[tuple[Quarter, str], int] = {}
        for role in self.roles:
            if role.each_quarter is not None:
                capacity |= {(quarter, role.id): role.each_quarter for quarter in span(first, last)}
            capacity |= {(quarters.read(when), role.id): days for when, days in role.capacity.items()}
        measures = tuple(_measure(at, one) for at, one in enumerate(self.measures))
        return Plan(measures, first, last, capacity, frozenset(self.done))

    def findings(self) -> Iterator[Finding]:
        """Everything that cannot work, with its place in the file. A circle can be told, so it is not one of them."""
        roles, ids = {one.id for one in self.roles}, {one.id for one in self.measures} | set(self.done)
        for part, names in (("roles", [one.id for one in self.roles]), ("measures", [one.id for one in self.measures])):
            counted = Counter(names)
            yield from (
                Finding((part, at), "twice", {"name": name}) for at, name in enumerate(names) if counted[name] > 1
            )
        for at, one in enumerate(self.measures):
            for role in one.effort:
                if role not in roles:
                    yield Finding(("measures", at, "effort", role), "role_unknown", {"name": role}, role, roles)
            for need in one.needs:
                if need not in ids:
                    yield Finding(("measures", at, "needs"), "idea_unknown", {"name": need}, need, ids)


def _measure(at: int, one: MeasurePart) -> Measure:
    earliest, began = (None if text is None else quarters.read(text) for text in (one.earliest, one.began))
    return Measure(one.id, at, one.length, one.effort, earliest, one.needs, began, one.late)


KIND = Kind(RoadmapFile, RoadmapFile.findings, {**FINDINGS, "role_unknown": ROLE_UNKNOWN})


def load_roadmap(path: Path, gettext: Gettext = str) -> RoadmapFile:
    """The plan in this file; raises DefinitionBroken with every problem as "file:line: sentence"."""
    return load_checked(path, KIND, gettext).content
