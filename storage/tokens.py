"""API tokens: kept as hashes, bound to a person or a service, with scopes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage import sql
from storage.session import Session
from storage.tables import TokenRow

T = sql.table(TokenRow)
USED_EVERY = timedelta(minutes=10)  # how exactly the last use is known: not every request writes


@dataclass(frozen=True, slots=True)
class Token:
    """Who a token speaks for, and what it may."""

    hash: str
    id: str
    name: str
    person_id: str
    scopes: frozenset[str]
    created_at: datetime
    service: bool = False
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def valid(self, now: datetime) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


async def add(session: Session, token: Token) -> None:
    """Keeps a new token."""
    values = {name: getattr(token, name) for name in Token.__slots__}
    await sql.insert(session, TokenRow, [values | {"scopes": sorted(token.scopes)}])


async def find(session: Session, token_hash: str) -> Token | None:
    """The token with this hash, also when it is no longer valid."""
    row = (await session.execute(select(T).where(T.c.hash == token_hash))).mappings().one_or_none()
    return None if row is None else Token(**{**row, "scopes": frozenset(row["scopes"])})


async def everything(session: Session) -> list[Token]:
    """All tokens, newest first."""
    found = await session.execute(select(T).order_by(T.c.created_at.desc()))
    return [Token(**{**row, "scopes": frozenset(row["scopes"])}) for row in found.mappings()]


def stale(token: Token, now: datetime) -> bool:
    """Whether its last use is worth noting again: not every request may cost a transaction."""
    return token.last_used_at is None or now - token.last_used_at > USED_EVERY


async def used(session: Session, token: Token, now: datetime) -> None:
    """Notes the use, but not more often than every ten minutes."""
    if stale(token, now):
        await session.execute(update(T).where(T.c.hash == token.hash).values(last_used_at=now))


async def revoke(session: Session, token_id: str, now: datetime) -> bool:
    """Ends a token; False when there is none that lives."""
    living = (T.c.id == token_id, T.c.revoked_at.is_(None))
    return await sql.changed(session, update(T).where(*living).values(revoked_at=now)) == 1
