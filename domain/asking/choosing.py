"""Whom of a group to ask: the least busy, of these whoever was asked longest ago; the same case, the same answer."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from domain.asking.eligibility import Candidate, may_review, review_of, why_not
from domain.asking.groups import REVIEWERS, members
from domain.asking.known import Known
from domain.asking.parts import MOST, Group
from domain.case import Case
from domain.words import AssignmentState
from domain.world import Person


def candidates(
    group: Group, case: Case, known: Known, task: str, chosen: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """Everybody the group means, each with why they are not asked."""
    return tuple(Candidate(p, why_not(p, case, known, task)) for p in members(group, case, known, chosen))


def choose(
    group: Group, case: Case, known: Known, task: str, count: int | None, chosen: Collection[str] = ()
) -> list[Person]:
    """Up to `count` of them, None for everybody who may be asked within reason, in the order in which they are."""
    left = [c.person for c in candidates(group, case, known, task, chosen) if c.why is None]
    wanted = MOST if count is None else count
    in_order = _from_many_places(left, case, known, task) if group.id == REVIEWERS else least_busy(left, known)
    return [person for person, _ in zip(in_order, range(max(wanted, 0)), strict=False)]


def least_busy(left: list[Person], known: Known) -> Iterator[Person]:
    """Of these whoever has least to do first, then whoever was asked longest ago."""
    return iter(sorted(left, key=lambda p: (known.load.get(p.id, 0), longest(p, known), p.id)))


def _from_many_places(left: list[Person], case: Case, known: Known, task: str) -> Iterator[Person]:
    """Reviewers who know the theme first, then from other departments than those who are asked already."""
    asked = {a.person for a in case.assignments if a.task == task}
    taken = {known.people[p].department for p in asked if p in known.people}
    while left:
        best = min(
            left,
            key=lambda p: (
                not knows(p, case, known),
                p.department in taken,
                known.load.get(p.id, 0),
                longest(p, known),
                p.id,
            ),
        )
        left.remove(best)
        taken.add(best.department)
        yield best


def longest(person: Person, known: Known) -> float:
    """Smaller for whoever was asked longer ago; smallest for whoever never was."""
    at: datetime | None = known.asked.get(person.id)
    return 0.0 if at is None else at.timestamp()


def knows(person: Person, case: Case, known: Known) -> bool:
    """Whether the theme is one of the person's, or belongs to their department."""
    theme = known.definition.theme(case.text.theme)
    return theme is not None and (theme.id in person.themes or theme.department == person.department)


def free(case: Case, known: Known) -> list[Person]:
    """Those who may be given the review under way by name and are not asked already."""
    task = review_of(case)
    taken = {a.person for a in case.assignments if a.task == task and a.state in _TAKEN}
    return by_name(p for p in known.people.values() if p.id not in taken and may_review(p, case, known, ""))


_TAKEN = (AssignmentState.OPEN, AssignmentState.ANSWERED)


def by_name(people: Iterable[Person]) -> list[Person]:
    """In the order in which people look for each other."""
    return sorted(people, key=lambda p: (p.name.casefold(), p.id))
