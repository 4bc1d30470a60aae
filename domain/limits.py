"""Limits of work under way: how many cases a stage may hold, how many open tasks a role or a person may have.

They are the office's, not a case's: whatever rules a case is pinned to, the same limits hold. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from domain.case import Case
from domain.words import AssignmentState, Role, Stage, TaskKind

What: TypeAlias = Literal["stage", "role", "person"]
LIMITED_ROLES: Mapping[TaskKind, Role] = {TaskKind.REVIEW: Role.REVIEWER, TaskKind.DECIDE: Role.DECIDER}
MOST = 9_999


@dataclass(frozen=True, slots=True)
class Limits:
    """What the office has set; what is not there has no limit."""

    stages: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)
    person: int | None = None  # everybody who has no limit of their own
    people: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.stages or self.roles or self.people) or self.person is not None

    def of_person(self, person: str) -> int | None:
        """The limit of this person."""
        return self.people.get(person, self.person)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Taken:
    """Places that are taken: in stages by other cases, in roles by all open tasks."""

    stages: Mapping[str, int] = field(default_factory=dict)
    roles: Mapping[str, int] = field(default_factory=dict)


NONE_TAKEN = Taken()


@dataclass(frozen=True, slots=True)
class Place:
    """A limited place a step takes, and how many are taken with it."""

    what: What
    which: str
    count: int
    limit: int

    @property
    def beyond(self) -> bool:
        """Whether it is one too many."""
        return self.count > self.limit


def stage_of(case: Case) -> Stage | None:
    """The stage in which the case takes a place: none while it sleeps, is over, or has not begun."""
    waits = case.closed_at is None and bool(case.texts) and case.deferral is None
    return case.stage if waits else None


def places(
    limits: Limits, before: Case, after: Case, taken: Taken = NONE_TAKEN, load: Mapping[str, int] | None = None
) -> Iterator[Place]:
    """The limited places this step takes; what it gives up, or had already, is none of them."""
    if not limits:
        return
    stage = stage_of(after)
    if stage is not None and stage is not stage_of(before) and stage in limits.stages:
        yield Place("stage", stage.value, taken.stages.get(stage, 0) + 1, limits.stages[stage])
    for role, more in _more(_by_role(before), _by_role(after)):
        if role in limits.roles:
            yield Place("role", role, taken.roles.get(role, 0) + more, limits.roles[role])
    for person, more in _more(_by_person(before), _by_person(after)):
        limit = limits.of_person(person)
        if limit is not None and person != after.submitter:  # a question to whoever had the idea is no work
            yield Place("person", person, (load or {}).get(person, 0) + more, limit)


def _more(before: Counter[str], after: Counter[str]) -> Iterator[tuple[str, int]]:
    for key in sorted(after):
        if after[key] > before[key]:
            yield key, after[key] - before[key]


def _by_person(case: Case) -> Counter[str]:
    return Counter(a.person for a in case.assignments if a.state is AssignmentState.OPEN)


def _by_role(case: Case) -> Counter[str]:
    kinds = {task.id: task.kind for task in case.tasks}
    waiting = (kinds[a.task] for a in case.assignments if a.state is AssignmentState.OPEN)
    return Counter(LIMITED_ROLES[kind].value for kind in waiting if kind in LIMITED_ROLES)
