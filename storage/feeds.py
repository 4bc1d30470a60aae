"""Calendars at an address: whose, when they were read last, and what was wrong; the address itself is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, false, select, update

from domain.absence import Absence, Source
from storage import absences, sql
from storage.session import Session
from storage.tables import CalendarFeedRow, PersonRow

F, P = sql.table(CalendarFeedRow), sql.table(PersonRow)
EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=15)  # in which whoever took it has read it, or died
LONGEST_REST = timedelta(hours=24)  # between two tries of one that fails
BATCH = 20


@dataclass(frozen=True, slots=True)
class Feed:
    """One person's calendar, as it stands."""

    person_id: str
    sealed: bytes
    host: str
    by: str
    set_at: datetime
    next_at: datetime
    tried_at: datetime | None
    read_at: datetime | None
    problem: str
    status: int
    left_out: int
    failures: int


async def put(session: Session, person_id: str, sealed: bytes, host: str, by: Source, *, at: datetime) -> None:
    """From now on this one is read; days that another said stay until it is."""
    await session.execute(delete(F).where(F.c.person_id == person_id))
    fresh = {"tried_at": None, "read_at": None, "problem": "", "status": 0, "left_out": 0, "failures": 0}
    named = {"person_id": person_id, "sealed": sealed, "host": host, "by": by.value, "set_at": at, "next_at": at}
    await sql.insert(session, CalendarFeedRow, [named | fresh])


async def of(session: Session, person_id: str) -> Feed | None:
    """This person's calendar."""
    row = (await session.execute(select(F).where(F.c.person_id == person_id))).one_or_none()
    return None if row is None else Feed(**row._mapping)


async def again(session: Session, person_id: str, *, at: datetime) -> None:
    """It is read as soon as the worker looks."""
    await session.execute(update(F).where(F.c.person_id == person_id).values(next_at=at))


async def remove(session: Session, person_id: str, today: date, *, at: datetime) -> bool:
    """It is read no more, and the days it said go; False where there was none."""
    if not await sql.changed(session, delete(F).where(F.c.person_id == person_id)):
        return False
    await absences.said_by_feed(session, person_id, (), today, at=at)
    return True


async def due(session: Session, now: datetime) -> list[Feed]:
    """Those to read now; for a while nobody else gets them. Of those who have left, none, and theirs go."""
    gone = select(P.c.id).where(P.c.active == false())
    await session.execute(delete(F).where(F.c.person_id.in_(gone)))
    query = select(F).where(F.c.next_at <= now).order_by(F.c.next_at, F.c.person_id).limit(BATCH)
    found = [Feed(**row._mapping) for row in await session.execute(query.with_for_update(skip_locked=True))]
    mine = F.c.person_id.in_([one.person_id for one in found])
    await session.execute(update(F).where(mine).values(next_at=now + LEASE))
    return found


async def was_read(
    session: Session, feed: Feed, found: Iterable[Absence], left_out: int, today: date, *, at: datetime
) -> bool:
    """What it says holds from now on; whether anything is otherwise. Nothing, if another was named meanwhile."""
    values = {"read_at": at, "tried_at": at, "next_at": at + EVERY, "problem": "", "status": 0, "failures": 0}
    if not await sql.changed(session, update(F).where(*_same(feed)).values(**values, left_out=left_out)):
        return False
    return await absences.said_by_feed(session, feed.person_id, found, today, at=at)


async def failed(session: Session, feed: Feed, problem: str, status: int, *, at: datetime) -> None:
    """The days it said last stay; it is tried again, ever more seldom."""
    rest = min(LONGEST_REST, timedelta(hours=2 ** min(feed.failures, 5)))
    values = {"tried_at": at, "next_at": at + rest, "problem": problem, "status": status}
    await session.execute(update(F).where(*_same(feed)).values(**values, failures=feed.failures + 1))


def _same(feed: Feed) -> tuple[ColumnElement[bool], ...]:
    return (F.c.person_id == feed.person_id, F.c.set_at == feed.set_at)
