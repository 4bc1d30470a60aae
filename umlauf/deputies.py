"""Who stands in for the people of a file: somebody in it, or known before; nobody for themselves, by no way round."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import RuleBroken
from storage import absences, deputies, people
from storage.session import Session
from umlauf.errors import Impossible
from umlauf.people_file import PersonIn

NOBODY = (
    "Nobody here has the address {deputy}, who is to stand in for {person}. Please add that person or name another."
)
CIRCLE = "As {role}, {person} would stand in for themselves, through {through}. Please leave out one of the two."


async def stand_in(session: Session, found: Sequence[PersonIn], at: datetime) -> None:
    """Keeps it for everybody of whom the file says something. Raises Impossible."""
    stated = {
        await people.owner_of(session, person.email) or "": {
            role.value: [await _deputy(session, person, one) for one in several]
            for role, several in person.deputies.items()
            if several
        }
        for person in found
        if person.deputies is not None
    }
    try:
        changed = await deputies.put(session, stated)
    except RuleBroken as broken:
        raise Impossible(CIRCLE.format(**await _named(session, broken))) from None
    for person in changed:
        await absences.noted(session, person, at=at)


async def _deputy(session: Session, person: PersonIn, address: str) -> str:
    found = await people.owner_of(session, address)
    if found is None:
        raise Impossible(NOBODY.format(deputy=address, person=person.email))
    return found


async def _named(session: Session, broken: RuleBroken) -> dict[str, str]:
    facts = {name: str(fact) for name, fact in broken.facts.items()}
    ids = (facts["person"], facts["through"])
    addresses = await people.addresses_of(session, ids)
    person, through = (addresses.get(one, one) for one in ids)
    return {"person": person, "through": through, "role": facts["role"]}
