"""Who may be given a task that is not a review: whoever has the role, never the submitter."""

from collections.abc import Mapping

from domain.asking.eligibility import biased
from domain.case import Case
from domain.words import Role, TaskKind
from domain.world import Person

# The role in which somebody is asked by name; of other tasks nobody is.
ROLE_OF: Mapping[TaskKind, Role] = {
    TaskKind.REVIEW: Role.REVIEWER,
    TaskKind.DECIDE: Role.DECIDER,
    TaskKind.COMMITMENT: Role.OWNER,
}
# What somebody is asked by name: may be done by whoever stands in for them, and asked advice about.
STOOD_IN = frozenset({*ROLE_OF, TaskKind.SIGN})


def eligible(person: Person, role: Role, case: Case) -> bool:
    """Whether this person may be given such a task in this case.

    Whoever has said that they are biased judges the idea no more; what was promised they may keep all the same.
    """
    judges = role is not Role.OWNER
    return (
        person.active
        and role in person.roles
        and person.id != case.submitter
        and not (judges and biased(person.id, case))
    )
