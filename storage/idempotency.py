"""Answers to requests that carried an Idempotency-Key: a repeat gets the same answer, another body a refusal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage import sql
from storage.session import Session
from storage.tables import IdempotencyRow

K = sql.table(IdempotencyRow)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of an earlier request with the same key."""

    request_hash: str
    response: dict[str, Any] | None  # None: it is being worked on


async def claim(session: Session, token_hash: str, key: str, request_hash: str, at: datetime) -> Earlier | None:
    """None for the first with this key: it goes on, in this transaction; else what the first one was."""
    values = {"token_hash": token_hash, "key": key, "request_hash": request_hash, "created_at": at}
    if await sql.insert_or_ignore(session, IdempotencyRow, values):
        return None
    found = await session.execute(
        select(K.c.request_hash, K.c.response).where(K.c.token_hash == token_hash, K.c.key == key)
    )
    row = found.one()
    return Earlier(row.request_hash, row.response)


async def answer(session: Session, token_hash: str, key: str, response: dict[str, Any]) -> None:
    """Keeps what the first was answered."""
    await session.execute(update(K).where(K.c.token_hash == token_hash, K.c.key == key).values(response=response))


async def forget(session: Session, before: datetime) -> int:
    """Keys are good for a while only."""
    return await sql.changed(session, delete(K).where(K.c.created_at < before))
