"""Who is asked to review: by theme and department, least loaded first, never the submitter."""

from collections.abc import Collection

from domain.case import Case
from domain.words import Role
from domain.world import Person, World


def eligible(person: Person, role: Role, case: Case) -> bool:
    """Whether this person may be given such a task in this case."""
    return person.active and role in person.roles and person.id != case.submitter


def choose_reviewers(case: Case, world: World, count: int, already: Collection[str]) -> list[Person]:
    """Up to `count` reviewers; those who know the theme first, then from other departments, then least loaded."""
    left = [
        p
        for p in world.holding(Role.REVIEWER)
        if eligible(p, Role.REVIEWER, case) and p.id not in already and not _full(p, world)
    ]
    taken = {world.people[a].department for a in already if a in world.people}
    chosen: list[Person] = []
    while left and len(chosen) < count:
        best = min(
            left, key=lambda p: (not knows(p, case, world), p.department in taken, world.load.get(p.id, 0), p.id)
        )
        chosen.append(best)
        left.remove(best)
        taken.add(best.department)
    return chosen


def _full(person: Person, world: World) -> bool:
    """Whether they have as much before them as their limit lets them."""
    limit = None if world.taken is None else world.limits.of_person(person.id)
    return limit is not None and world.load.get(person.id, 0) >= limit


def knows(person: Person, case: Case, world: World) -> bool:
    """Whether the theme is one of the person's, or belongs to their department."""
    theme = world.definition.theme(case.text.theme)
    return theme is not None and (theme.id in person.themes or theme.department == person.department)
