"""Privacy notices as they were shown, by the hash of their words: a case can say what its submitter was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage import sql
from storage.session import Session
from storage.tables import NoticeRow

N = sql.table(NoticeRow)


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a notice, in one language."""

    version: str
    audience: str
    language: str
    html: str
    first_at: datetime  # when somebody first acted upon it


async def keep(session: Session, version: str, *, audience: str, language: str, html: str, at: datetime) -> None:
    """Keeps the words of a version, once."""
    shown = Shown(version, audience, language, html, at)
    await sql.insert_or_ignore(session, NoticeRow, {name: getattr(shown, name) for name in Shown.__slots__})


async def get(session: Session, version: str) -> Shown | None:
    """The version with this hash, if anybody acted upon it."""
    row = (await session.execute(select(N).where(N.c.version == version))).mappings().one_or_none()
    return None if row is None else Shown(**row)
