"""Audiences as they are kept: saved filters over people, and people as a filter sees them."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from domain.survey.audience import Audience, External, Member
from storage import sql
from storage.session import Session
from storage.tables import AbsenceRow, AddressRow, AudienceRow, GuestRow, InterestRow, PersonRow, RoleRow

A, P, ADDRESS, ROLE = sql.table(AudienceRow), sql.table(PersonRow), sql.table(AddressRow), sql.table(RoleRow)
INTEREST, ABSENCE, GUEST = sql.table(InterestRow), sql.table(AbsenceRow), sql.table(GuestRow)


async def load(session: Session, audience_id: str) -> Audience | None:
    """The saved filter as it is now."""
    content = (await session.execute(select(A.c.content).where(A.c.id == audience_id))).scalar_one_or_none()
    return None if content is None else Audience.model_validate_json(json.dumps(content))


async def members(session: Session, today: date, among: Sequence[str] | None = None) -> list[Member]:
    """Everybody who is known, or these of them, as audiences see them, in the order of their ids.

    Guests of open surveys belong to no audience: they are there only where they are asked for.
    """

    async def rows(person: Any, *columns: Any, only: Sequence[Any] = ()) -> Sequence[Any]:
        these = () if among is None else (person.in_(among),)
        return (await session.execute(select(person, *columns).where(*only, *these).order_by(person))).all()

    roles = _grouped(await rows(ROLE.c.person_id, ROLE.c.role))
    interests = _grouped(await rows(INTEREST.c.person_id, INTEREST.c.theme))
    away = ABSENCE.c.first_day <= today, ABSENCE.c.last_day >= today
    absent = {row.person_id for row in await rows(ABSENCE.c.person_id, only=away)}
    addresses = await rows(ADDRESS.c.person_id, ADDRESS.c.confirmed_at, ADDRESS.c.refused_at)
    confirmed = {a.person_id for a in addresses if a.confirmed_at is not None}
    reachable = {a.person_id for a in addresses if a.confirmed_at is not None and a.refused_at is None}
    guests = P.c.id.in_(select(GUEST.c.person_id))
    known = () if among is not None else (~guests,)
    people = await rows(P.c.id, P.c.department, P.c.active, P.c.external, P.c.opted_out_at, only=known)
    return [
        Member(
            id=p.id,
            department=p.department,
            roles=roles.get(p.id, frozenset()),
            interests=interests.get(p.id, frozenset()),
            external=External(p.external) if p.external else None,
            active=p.active,
            confirmed=p.id in confirmed,
            opted_out=p.opted_out_at is not None,
            bounced=p.id in confirmed and p.id not in reachable,
            absent=p.id in absent,
        )
        for p in people
    ]


async def save(session: Session, audience: Audience, *, at: datetime, by: str) -> None:
    """Keeps a filter, new or changed; waves under way keep those they have invited."""
    given = {"content": audience.model_dump(mode="json"), "saved_at": at, "saved_by": by}
    if not await sql.insert_or_ignore(session, AudienceRow, {"id": audience.id, **given}):
        await session.execute(update(A).where(A.c.id == audience.id).values(**given))


def _grouped(pairs: Any) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person, word in pairs:
        found.setdefault(person, set()).add(word)
    return {person: frozenset(words) for person, words in found.items()}
