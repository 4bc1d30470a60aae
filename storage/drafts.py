"""Answers somebody broke off: sealed, found by the hash of a code or of an invitation, gone with the wave's close."""

from sqlalchemy import bindparam, delete, select, update

from storage import sql
from storage.session import Session
from storage.tables import DraftRow, WaveRow

D, W = sql.table(DraftRow), sql.table(WaveRow)
ASKING = ("inviting", "open")
_MINE = D.c.id == bindparam("this"), D.c.wave == bindparam("of")
_ASKING = select(W.c.id).where(W.c.id == bindparam("of"), W.c.state.in_(ASKING)).with_for_update(read=True)
_KEPT, _REPLACED = select(D.c.sealed).where(*_MINE), update(D).where(*_MINE).values(sealed=bindparam("new"))
_ENDED = delete(D).where(D.c.id == bindparam("this"))


async def save(session: Session, draft_id: str, wave: str, sealed: bytes) -> bool:
    """Keeps it in place of what was kept before; False, and nothing kept, once the wave asks nobody any more."""
    if (await session.execute(_ASKING, {"of": wave})).first() is None:
        return False
    if not await _replaced(session, draft_id, wave, sealed):
        await sql.insert_or_ignore(session, DraftRow, {"id": draft_id, "wave": wave, "sealed": sealed})
    return True


async def load(session: Session, draft_id: str, wave: str) -> bytes | None:
    """What was kept in this wave."""
    sealed = (await session.execute(_KEPT, {"this": draft_id, "of": wave})).scalar_one_or_none()
    return None if sealed is None else bytes(sealed)


async def delete_one(session: Session, draft_id: str) -> None:
    """Once it was handed in, or nobody wants it."""
    await session.execute(_ENDED, {"this": draft_id})


async def delete_all(session: Session, wave: str) -> int:
    """All of a wave: at its close, at the latest."""
    return await sql.changed(session, delete(D).where(D.c.wave == wave))


async def _replaced(session: Session, draft_id: str, wave: str, sealed: bytes) -> bool:
    return (await session.execute(_REPLACED, {"this": draft_id, "of": wave, "new": sealed})).rowcount == 1
