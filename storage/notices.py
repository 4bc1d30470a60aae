"""Privacy notices as they were shown, by the hash of their words: a case can say what its submitter was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage import sql
from storage.session import Session
from storage.tables import NoticedRow, NoticeRow

N, SEEN = sql.table(NoticeRow), sql.table(NoticedRow)


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


async def seen(session: Session, person: str, version: str, at: datetime) -> None:
    """Notes that this person acted under this version, which is kept; the first time counts."""
    await sql.insert_or_ignore(session, NoticedRow, {"person_id": person, "version": version, "first_at": at})


async def seen_by(session: Session, person: str) -> list[tuple[str, datetime]]:
    """The versions this person acted under, newest first."""
    mine = select(SEEN.c.version, SEEN.c.first_at).where(SEEN.c.person_id == person)
    found = await session.execute(mine.order_by(SEEN.c.first_at.desc(), SEEN.c.version))
    return [(row.version, row.first_at) for row in found]
