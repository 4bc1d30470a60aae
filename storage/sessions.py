"""Signed-in browsers and the one-time codes that lead there: hashes only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import delete, func, select, update

from storage import sql
from storage.session import Session
from storage.tables import CodeRow, SessionRow

S, C = sql.table(SessionRow), sql.table(CodeRow)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in."""

    hash: str
    person_id: str
    created_at: datetime
    expires_at: datetime


async def begin(session: Session, token_hash: str, person_id: str, *, at: datetime, lasts: timedelta) -> None:
    """Somebody signed in."""
    values = {"hash": token_hash, "person_id": person_id, "created_at": at, "expires_at": at + lasts}
    await sql.insert(session, SessionRow, [values])


async def find(session: Session, token_hash: str, now: datetime) -> SignedIn | None:
    """The session with this hash, if it still holds."""
    living = (S.c.hash == token_hash, S.c.ended_at.is_(None), S.c.expires_at > now)
    row = (
        await session.execute(select(S.c.hash, S.c.person_id, S.c.created_at, S.c.expires_at).where(*living))
    ).first()
    return None if row is None else SignedIn(*row)


async def extend(session: Session, token_hash: str, until: datetime) -> None:
    """Whoever works stays signed in."""
    await session.execute(update(S).where(S.c.hash == token_hash, S.c.ended_at.is_(None)).values(expires_at=until))


async def end(session: Session, token_hash: str, now: datetime) -> None:
    """Somebody signed out."""
    await session.execute(update(S).where(S.c.hash == token_hash, S.c.ended_at.is_(None)).values(ended_at=now))


async def end_all(session: Session, person_id: str, now: datetime) -> None:
    """All of a person's browsers are signed out."""
    await session.execute(update(S).where(S.c.person_id == person_id, S.c.ended_at.is_(None)).values(ended_at=now))


async def add_code(
    session: Session, code_hash: str, person_id: str, *, at: datetime, lasts: timedelta, about: str = ""
) -> str:
    """A new code; earlier ones for the same end. Its id goes with the form, the code itself with the mail."""
    same = (C.c.person_id == person_id, C.c.about == about, C.c.used_at.is_(None))
    await session.execute(update(C).where(*same).values(used_at=at))
    code_id = uuid4().hex
    values = {"id": code_id, "hash": code_hash, "person_id": person_id, "created_at": at, "expires_at": at + lasts}
    await sql.insert(session, CodeRow, [values | {"tries": 0, "about": about}])
    return code_id


async def codes_since(session: Session, person_id: str, since: datetime) -> int:
    """How many codes a person asked for lately."""
    found = await session.execute(select(func.count()).where(C.c.person_id == person_id, C.c.created_at >= since))
    return int(found.scalar_one())


async def use_code(session: Session, code_id: str, code_hash: str, now: datetime) -> str | None:
    """The person, once, if the code is right and still valid; every wrong try counts, the sixth finds nothing."""
    living = (C.c.id == code_id, C.c.used_at.is_(None), C.c.expires_at > now, C.c.tries < MOST_TRIES)
    right = update(C).where(*living, C.c.hash == code_hash).values(used_at=now).returning(C.c.person_id)
    person: str | None = (await session.execute(right)).scalar_one_or_none()
    if person is None:
        await session.execute(update(C).where(*living).values(tries=C.c.tries + 1))
    return person


async def right_code(session: Session, code_id: str, code_hash: str, now: datetime) -> str | None:
    """The person, if the code is right and still valid, as often as it is shown; every wrong try counts."""
    living = (C.c.id == code_id, C.c.used_at.is_(None), C.c.expires_at > now, C.c.tries < MOST_TRIES)
    right = select(C.c.person_id).where(*living, C.c.hash == code_hash)
    person: str | None = (await session.execute(right)).scalar_one_or_none()
    if person is None:
        await session.execute(update(C).where(*living).values(tries=C.c.tries + 1))
    return person


async def code_lives(session: Session, code_id: str, now: datetime) -> bool:
    """Whether the code can still be entered."""
    living = (C.c.id == code_id, C.c.used_at.is_(None), C.c.expires_at > now, C.c.tries < MOST_TRIES)
    return (await session.execute(select(C.c.id).where(*living))).first() is not None


async def forget(session: Session, before: datetime) -> int:
    """Removes sessions and codes that ended long ago."""
    gone = await sql.changed(session, delete(S).where(S.c.expires_at < before))
    return gone + await sql.changed(session, delete(C).where(C.c.expires_at < before))
