"""Supporters of public ideas: an address is given, confirmed by a link, and counts once; taken back by the same link.

Until it is confirmed it lies sealed, and leads to nobody. Afterwards it is in the tables of people alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, true

from storage import people, sql
from storage.session import Session
from storage.tables import AddressRow, CaseRow, SupportEntryRow, SupporterRow, SupportLinkRow

E, S, L = sql.table(SupportEntryRow), sql.table(SupporterRow), sql.table(SupportLinkRow)
C, A = sql.table(CaseRow), sql.table(AddressRow)
KEPT = timedelta(days=7)
TAKEN = and_(C.c.public == true(), C.c.closed_at.is_(None))  # what may be supported now


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that waits to be confirmed, sealed."""

    id: str
    case_id: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Supporter:
    """Whoever a confirmed link belongs to, and whether they support the idea at the moment."""

    case_id: str
    person_id: str
    counts: bool


# Coming and going


async def add(session: Session, entry: Entry, token_hash: str, *, at: datetime) -> bool:
    """Keeps an address until it is confirmed, a week at most; False when it is there already."""
    row = {"id": entry.id, "hash": token_hash, "case_id": entry.case_id, "sealed": entry.sealed}
    return await sql.insert_or_ignore(session, SupportEntryRow, row | {"expires_at": at + KEPT})


async def waiting(session: Session, token_hash: str, now: datetime) -> Entry | None:
    """What this link confirms; None once it did, or came too late."""
    mine = select(E.c.id, E.c.case_id, E.c.sealed).where(E.c.hash == token_hash, E.c.expires_at > now)
    row = (await session.execute(mine)).one_or_none()
    return None if row is None else Entry(row.id, row.case_id, row.sealed)


async def behind(session: Session, token_hash: str) -> Supporter | None:
    """Whose link this is, once it was confirmed."""
    counts = exists().where(S.c.case_id == L.c.case_id, S.c.person_id == L.c.person_id)
    mine = select(L.c.case_id, L.c.person_id, counts.label("counts")).where(L.c.hash == token_hash)
    row = (await session.execute(mine)).one_or_none()
    return None if row is None else Supporter(row.case_id, row.person_id, bool(row.counts))


async def confirm(
    session: Session, entry: Entry, token_hash: str, address: str, *, language: str, at: datetime, today: date
) -> bool:
    """Whoever confirms supports the idea, once however often; False where it takes no supporters any more."""
    if not await taken(session, entry.case_id, lock=True):
        return False
    if await behind(session, token_hash) is None:  # else the same button, pressed twice
        person = await people.guest(session, address, language=language, at=at)
        link = {"hash": token_hash, "case_id": entry.case_id, "person_id": person}
        await sql.insert(session, SupportLinkRow, [link])
        await _count(session, entry.case_id, person, today)
        await session.execute(delete(E).where(E.c.id == entry.id))
    return True


async def again(session: Session, token_hash: str, *, today: date) -> bool:
    """Whoever took it back supports the idea after all; False where it takes no supporters any more."""
    mine = await behind(session, token_hash)
    if mine is None or not await taken(session, mine.case_id, lock=True):
        return False
    await _count(session, mine.case_id, mine.person_id, today)
    return True


async def withdraw(session: Session, token_hash: str) -> None:
    """It matters to them no longer, or they want to be forgotten: they count no more, from this moment."""
    mine = await behind(session, token_hash)
    if mine is not None:
        gone = delete(S).where(S.c.case_id == mine.case_id, S.c.person_id == mine.person_id)
        await session.execute(gone)


async def _count(session: Session, case_id: str, person: str, today: date) -> None:
    await sql.insert_or_ignore(session, SupporterRow, {"case_id": case_id, "person_id": person, "since": today})


# Counting


async def taken(session: Session, case_id: str, *, lock: bool = False) -> bool:
    """Whether the idea takes supporters: it is public, and not closed."""
    mine = select(C.c.id).where(C.c.id == case_id, TAKEN)
    found = await session.execute(mine.with_for_update(key_share=True) if lock else mine)
    return found.first() is not None


async def count(session: Session, case_id: str, *, since: date | None = None) -> int:
    """How many support it; with `since`, how many of them came on that day or later (for wake-up conditions)."""
    if since is None:
        return (await counts(session, [case_id])).get(case_id, 0)
    newer = select(func.count()).select_from(S).where(S.c.case_id == case_id, S.c.since >= since)
    return int((await session.execute(newer)).scalar_one())


async def counts(session: Session, case_ids: Iterable[str]) -> dict[str, int]:
    """The same for several; who has none is left out.

    Whoever supported an idea that was closed is forgotten, and their support stays. Where the idea is open again and
    they come back, nobody can tell: so whoever came after those that are forgotten counts as one of them first.
    """
    wanted = sorted(set(case_ids))
    if not wanted:
        return {}
    known = exists().where(A.c.person_id == S.c.person_id).label("known")
    query = select(S.c.case_id, S.c.since, known, func.count().label("people")).where(S.c.case_id.in_(wanted))
    days: dict[str, list[_Day]] = {}
    for row in await session.execute(query.group_by(S.c.case_id, S.c.since, known)):
        days.setdefault(row.case_id, []).append(_Day(row.since, bool(row.known), int(row.people)))
    return {case_id: _each_once(of_case) for case_id, of_case in days.items()}


@dataclass(frozen=True, slots=True)
class _Day:
    since: date
    known: bool
    people: int


def _each_once(days: Sequence[_Day]) -> int:
    """The least number of people these can be."""
    gone = [day for day in days if not day.known]
    forgotten, last = sum(day.people for day in gone), max((day.since for day in gone), default=date.max)
    came = sum(day.people for day in days if day.known and day.since > last)
    return sum(day.people for day in days if day.known) + max(0, forgotten - came)


# Forgetting


async def forget(session: Session, now: datetime) -> int:
    """Removes addresses that were never confirmed, and links that belong to nothing any more."""
    supports = exists().where(S.c.case_id == L.c.case_id, S.c.person_id == L.c.person_id)
    links = await sql.changed(session, delete(L).where(~supports))
    return links + await sql.changed(session, delete(E).where(E.c.expires_at < now))


def supports(person: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether this person's address is still needed: they support an idea that is not closed."""
    return exists().where(S.c.person_id == person, S.c.case_id == C.c.id, C.c.closed_at.is_(None))
