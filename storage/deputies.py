"""Who stands in for whom, by role and in order; nobody stands in for themselves, however long the way round."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select

from domain.circles import leads_back
from domain.errors import RuleBroken
from domain.world import StandIn
from storage import counters, sql
from storage.session import Session
from storage.tables import DeputyRow, PersonRow

D, P = sql.table(DeputyRow), sql.table(PersonRow)
_ALL = select(D.c.person_id, D.c.role, D.c.deputy_id).order_by(D.c.person_id, D.c.role, D.c.place)


async def everybodys(session: Session) -> dict[str, tuple[StandIn, ...]]:
    """By person, in the order in which they are asked."""
    found: dict[str, tuple[StandIn, ...]] = {}
    for row in await session.execute(_ALL):
        found[row.person_id] = (*found.get(row.person_id, ()), StandIn(row.role, row.deputy_id))
    return found


async def of(session: Session, person_id: str) -> dict[str, list[str]]:
    """Who stands in for this person, by role."""
    found: dict[str, list[str]] = {}
    for row in await session.execute(_ALL.where(D.c.person_id == person_id)):
        found.setdefault(row.role, []).append(row.deputy_id)
    return found


async def put(session: Session, stated: Mapping[str, Mapping[str, Sequence[str]]]) -> list[str]:
    """What is stated of these people replaces what was known; gives those for whom it is otherwise than before.

    Raises `deputy.unknown` for somebody who is not known, and `deputy.circle` with whom it leads back to.
    """
    await sql.next_number(session, counters.PEOPLE)  # locks: of two who close a circle, the second finds it
    await _check_known(session, {one for roles in stated.values() for several in roles.values() for one in several})
    before = {person: await of(session, person) for person in stated}
    changed = [p for p, roles in stated.items() if before[p] != {r: list(several) for r, several in roles.items()}]
    for person in changed:
        await session.execute(delete(D).where(D.c.person_id == person))
        rows = [
            {"person_id": person, "role": role, "place": place, "deputy_id": one}
            for role, several in stated[person].items()
            for place, one in enumerate(several)
        ]
        await sql.insert(session, DeputyRow, rows)
    await _check_circles(session, changed)
    return changed


async def _check_known(session: Session, ids: Collection[str]) -> None:
    known = set((await session.execute(select(P.c.id).where(P.c.id.in_(sorted(ids))))).scalars())
    if unknown := sorted(set(ids) - known):
        raise RuleBroken("deputy.unknown", person=unknown[0])


async def _check_circles(session: Session, people: Sequence[str]) -> None:
    everybody = await everybodys(session)
    for role in sorted({one.role for several in everybody.values() for one in several}):
        after = {p: [one.person for one in several if one.role == role] for p, several in everybody.items()}
        for person in people:
            if (through := leads_back(person, after)) is not None:
                raise RuleBroken("deputy.circle", person=person, through=through, role=role)
