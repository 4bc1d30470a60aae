"""Who may be given a task that is not a review: whoever has the role, never the submitter."""

from domain.case import Case
from domain.words import Role
from domain.world import Person


def eligible(person: Person, role: Role, case: Case) -> bool:
    """Whether this person may be given such a task in this case."""
    return person.active and role in person.roles and person.id != case.submitter
