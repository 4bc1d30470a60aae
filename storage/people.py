"""People: found by id, role or confirmed address; a change counts up, so that every process sees it at once."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, bindparam, delete, false, func, or_, select, true, update

from domain.words import AssignmentState
from domain.world import Person
from storage import counters, links, sql
from storage.session import Session
from storage.tables import AddressRow, AssignmentRow, FunctionRow, GuestRow, InterestRow, PersonRow, RoleRow

P, A, R = sql.table(PersonRow), sql.table(AddressRow), sql.table(RoleRow)
T, S, G = sql.table(InterestRow), sql.table(AssignmentRow), sql.table(GuestRow)
F = sql.table(FunctionRow)


_LOAD = select(S.c.person, func.count()).where(S.c.state == sql.code(AssignmentState.OPEN)).group_by(S.c.person)
_ADDRESSES = (  # the one that goes before all others comes last
    select(A.c.person_id, A.c.address)
    .where(A.c.person_id.in_(bindparam("ids", expanding=True)), A.c.confirmed_at.is_not(None))
    .order_by(A.c.refused_at.is_(None), A.c.main, A.c.confirmed_at.desc(), A.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class PersonIn:
    """Somebody as the office's import states them; found again by address."""

    name: str
    address: str
    language: str = "de"
    department: str = ""
    roles: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    shared: bool = False
    functions: frozenset[str] = frozenset()
    external: str = ""  # "" for staff, else a value of `domain.survey.audience.External`


def normalised(address: str) -> str:
    """One spelling per mailbox: composed, without blanks around, lower case."""
    return unicodedata.normalize("NFC", address).strip().casefold()


# Reading


async def staff(session: Session) -> dict[str, Person]:
    """Everybody with a role or a department."""
    return await _read(session, or_(P.c.department != "", P.c.id.in_(select(R.c.person_id))))


async def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Person]:
    """These people, as far as they are known."""
    wanted = sorted(set(ids))
    return await _read(session, P.c.id.in_(wanted)) if wanted else {}


async def get(session: Session, person_id: str) -> Person | None:
    """One person."""
    return (await by_ids(session, [person_id])).get(person_id)


async def holding(session: Session, role: str) -> tuple[Person, ...]:
    """Active people with this role, by name."""
    found = await _read(session, P.c.active == true(), P.c.id.in_(select(R.c.person_id).where(R.c.role == role)))
    return tuple(sorted(found.values(), key=lambda p: (p.name.casefold(), p.id)))


async def everybody(session: Session) -> tuple[Person, ...]:
    """People with a role or department, by name: all of them, as one who is left out could not be chosen."""
    found = await staff(session)
    return tuple(sorted(found.values(), key=lambda p: (p.name.casefold(), p.id)))


async def _read(session: Session, *conditions: ColumnElement[bool]) -> dict[str, Person]:
    rows = (await session.execute(select(P).where(*conditions))).mappings().all()
    ids = [row["id"] for row in rows]
    roles = await _sets(session, R.c.person_id, R.c.role, ids)
    themes = await _sets(session, T.c.person_id, T.c.theme, ids)
    functions = await _sets(session, F.c.person_id, F.c.function, ids)
    return {
        row["id"]: Person(
            id=row["id"],
            name=row["name"],
            language=row["language"],
            department=row["department"],
            roles=roles.get(row["id"], frozenset()),
            themes=themes.get(row["id"], frozenset()),
            active=row["active"],
            shared=row["shared"],
            functions=functions.get(row["id"], frozenset()),
            superior=row["superior"],
        )
        for row in rows
    }


async def _sets(
    session: Session, key: ColumnElement[str], value: ColumnElement[str], ids: Sequence[str]
) -> dict[str, frozenset[str]]:
    if not ids:
        return {}
    # A long list of ids is more work for the database than the few rows there are.
    found = await session.execute(select(key, value).where(key.in_(ids) if len(ids) <= 200 else true()))
    grouped: dict[str, set[str]] = {}
    for person, one in found:
        grouped.setdefault(person, set()).add(one)
    return {person: frozenset(ones) for person, ones in grouped.items()}


async def load(session: Session) -> dict[str, int]:
    """How many assignments wait for each person."""
    return {row[0]: row[1] for row in await session.execute(_LOAD)}


# Addresses


async def owner_of(session: Session, address: str) -> str | None:
    """The person this address belongs to."""
    found = await session.execute(select(A.c.person_id).where(A.c.address == normalised(address)))
    return found.scalar_one_or_none()


async def address_of(session: Session, person_id: str) -> str | None:
    """Where this person's mail goes: the main confirmed address."""
    return (await addresses_of(session, [person_id])).get(person_id)


async def addresses_of(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Where these people's mail goes: each one's main confirmed address; whoever has none is left out."""
    wanted = sorted(set(ids))
    found = await session.execute(_ADDRESSES, {"ids": wanted}) if wanted else ()
    return {row[0]: row[1] for row in found}


async def confirmed(session: Session, address: str, *, name: str, language: str, at: datetime) -> str:
    """The person who has just shown to own this address: found, or new. Never changes a name that is there."""
    owner = await owner_of(session, address)
    if owner is None:
        return await _new(session, PersonIn(name, address, language), at)
    await takes_mail(session, address, at)
    if await known_for_more(session, owner):
        await session.execute(update(P).where(P.c.id == owner).values(name=name, language=language))
    return owner


async def add_guest(session: Session, address: str, *, language: str, at: datetime) -> str:
    """Somebody new, known for nothing but what they take part in: no audience holds them, and they go with it."""
    person_id = await _new(session, PersonIn("", address, language), at)
    await sql.insert(session, GuestRow, [{"person_id": person_id}])
    return person_id


async def guest(session: Session, address: str, *, language: str, at: datetime) -> str:
    """Whoever confirmed this address: its owner, or a new guest; kept with the day, not the minute."""
    known = await owner_of(session, address)
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if known is None:
        return await add_guest(session, address, language=language, at=day)
    await takes_mail(session, address, day)
    return known


async def known_for_more(session: Session, person_id: str) -> bool:
    """They are no mere guest from now on, and stay when the survey is over; whether they were one before."""
    return await sql.changed(session, delete(G).where(G.c.person_id == person_id)) == 1


async def takes_mail(session: Session, address: str, at: datetime) -> None:
    """Somebody showed or states that this address works, whatever was refused before."""
    mine = A.c.address == normalised(address)
    await session.execute(update(A).where(mine, A.c.confirmed_at.is_(None)).values(confirmed_at=at))
    await session.execute(update(A).where(mine, A.c.refused_at.is_not(None)).values(refused_at=None))


async def _new(session: Session, person: PersonIn, at: datetime) -> str:
    person_id = uuid4().hex
    values = {"id": person_id, "name": person.name, "language": person.language, "created_at": at}
    values |= {"department": person.department, "shared": person.shared, "active": True, "external": person.external}
    await sql.insert(session, PersonRow, [values])
    address = {"id": uuid4().hex, "address": normalised(person.address), "person_id": person_id}
    await sql.insert(session, AddressRow, [address | {"main": True, "confirmed_at": at}])
    return person_id


# Changing


async def put(session: Session, person: PersonIn, *, at: datetime) -> tuple[str, bool]:
    """Somebody as stated: new, or changed to that. Their id, and whether they are new."""
    owner = await owner_of(session, person.address)
    person_id = owner or await _new(session, person, at)
    if owner is not None:
        values: dict[str, Any] = {"name": person.name, "language": person.language, "department": person.department}
        values |= {"shared": person.shared, "external": person.external, "active": True, "deactivated_at": None}
        left = (await session.execute(select(P.c.deactivated_at).where(P.c.id == owner))).scalar_one()
        if left is not None:
            await links.revive(session, owner, left=left)
        await session.execute(update(P).where(P.c.id == owner).values(**values))
        await takes_mail(session, person.address, at)
        await known_for_more(session, owner)
    if await sql.changed(session, delete(R).where(R.c.person_id == person_id, R.c.role.not_in(sorted(person.roles)))):
        await links.revoke_desk(session, person_id, at=at)
    await session.execute(delete(T).where(T.c.person_id == person_id))
    await session.execute(delete(F).where(F.c.person_id == person_id))
    for role in sorted(person.roles):
        await sql.insert_or_ignore(session, RoleRow, {"person_id": person_id, "role": role, "since": at})
    await sql.insert(session, InterestRow, [{"person_id": person_id, "theme": t} for t in sorted(person.themes)])
    functions = [{"person_id": person_id, "function": f} for f in sorted(person.functions)]
    await sql.insert(session, FunctionRow, functions)
    await sql.next_number(session, counters.PEOPLE)
    return person_id, owner is None


async def report_to(session: Session, superiors: Mapping[str, str]) -> None:
    """Whom these people report to from now on, both by id; "" for nobody."""
    for person_id, superior in superiors.items():
        await session.execute(update(P).where(P.c.id == person_id).values(superior=superior))
    await sql.next_number(session, counters.PEOPLE)


async def deactivate(session: Session, person_id: str, *, at: datetime) -> None:
    """Somebody leaves: nothing opens for them any more; what they did stays."""
    await session.execute(update(P).where(P.c.id == person_id).values(active=False, deactivated_at=at))
    await session.execute(delete(R).where(R.c.person_id == person_id))
    await links.revoke_person(session, person_id, at=at)
    await sql.next_number(session, counters.PEOPLE)


async def refused(session: Session, person_id: str, *, at: datetime) -> None:
    """Mail to this person's main address was refused for good."""
    main = (A.c.person_id == person_id, A.c.main == true(), A.c.refused_at.is_(None))
    if await sql.changed(session, update(A).where(*main).values(refused_at=at)):
        await links.revoke_desk(session, person_id, at=at)


async def opt_out(session: Session, person_id: str, *, at: datetime | None) -> bool:
    """No surveys and no notices that are no duties any more; with None, they come again. False for a stranger."""
    mine = update(P).where(P.c.id == person_id, P.c.redacted_at.is_(None))
    return await sql.changed(session, mine.values(opted_out_at=at)) == 1


async def opted_out_at(session: Session, person_id: str) -> datetime | None:
    """Since when this person wants no such mails."""
    return (await session.execute(select(P.c.opted_out_at).where(P.c.id == person_id))).scalar_one_or_none()


async def somebody(session: Session) -> bool:
    """Whether anybody is known here at all."""
    return (await session.execute(select(P.c.id).where(P.c.active != false()).limit(1))).first() is not None
