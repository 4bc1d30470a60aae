"""Whom the people of a file report to: somebody in it, or known before; nobody to themselves."""

from collections.abc import Sequence

from domain.circles import above_itself
from storage import people
from storage.session import Session
from umlauf.errors import Impossible
from umlauf.people_file import PersonIn

NOBODY = "Nobody here has the address {superior}, whom {person} reports to. Please add that person or name another."
CIRCLE = "{person} would report to themselves, through {superior}. Please leave out one of the two."


async def report(session: Session, found: Sequence[PersonIn]) -> None:
    """Keeps it for everybody in the file. Raises Impossible."""
    ids = {person.email: await people.owner_of(session, person.email) or "" for person in found}
    superiors = {ids[person.email]: await _superior(session, person) for person in found}
    above = {one: person.superior for one, person in (await people.staff(session)).items()} | superiors
    for person in found:
        if above_itself(ids[person.email], above):
            raise Impossible(CIRCLE.format(person=person.email, superior=person.superior))
    await people.report_to(session, superiors)


async def _superior(session: Session, person: PersonIn) -> str:
    if not person.superior:
        return ""
    found = await people.owner_of(session, person.superior)
    if found is None:
        raise Impossible(NOBODY.format(superior=person.superior, person=person.email))
    return found
