"""What ballots are counted over: projects with their costs, a budget, and what each voter approves of."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from domain.errors import UmlaufError


class UnfitBallots(UmlaufError):  # noqa: N818 - reads as what happened
    """These ballots cannot be counted as they are; says why."""


@dataclass(frozen=True, slots=True)
class Project:
    """Something that can be paid for."""

    id: str
    cost: int  # whole units of the currency, at least 1
    title: str = ""


@dataclass(frozen=True)
class Field:
    """Projects, a budget in the same units as their costs, and one set of approved project ids for each voter."""

    budget: int
    projects: tuple[Project, ...]
    ballots: tuple[frozenset[str], ...]
    title: str = ""
    currency: str = ""
    known: Mapping[str, Project] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raises UnfitBallots for what no method can count."""
        object.__setattr__(self, "known", {project.id: project for project in self.projects})
        if self.budget <= 0 or any(project.cost <= 0 for project in self.projects):
            raise UnfitBallots("the budget and every cost must be more than nothing")
        if len(self.known) < len(self.projects):
            raise UnfitBallots("a project is named twice")
        if unknown := sorted(set().union(*self.ballots) - set(self.known)):
            raise UnfitBallots(f"a ballot names the project {unknown[0]!r}, which is not there")

    @cached_property
    def alike(self) -> Counter[frozenset[str]]:
        """How many voters approve of exactly the same: they pay the same, too."""
        return Counter(ballot for ballot in self.ballots if ballot)

    @cached_property
    def votes(self) -> Counter[str]:
        """Approvals by project."""
        return Counter(one for ballot in self.ballots for one in ballot)

    @property
    def ranked(self) -> list[Project]:
        """Most approvals first; between equals the cheaper one, then by id. The tie-break of every method here."""
        return sorted(self.projects, key=lambda project: (-self.votes[project.id], project.cost, project.id))

    def cost_of(self, chosen: Iterable[str]) -> int:
        """What these cost together."""
        return sum(self.known[one].cost for one in chosen)
