"""Forms whose address nobody has confirmed yet: sealed, no case, gone after a week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from storage import sql
from storage.session import Session
from storage.tables import LinkRow, SubmissionRow

F = sql.table(SubmissionRow)
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it came in, sealed."""

    id: str
    sealed: bytes | None  # None once it is confirmed or gone
    created_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None
    case_id: str | None


async def add(session: Session, submission_id: str, sealed: bytes, *, at: datetime) -> bool:
    """Keeps a form until its address is confirmed, a week at most; False when it is there already."""
    form = Submission(submission_id, sealed, at, at + KEPT, None, None)
    values = {name: getattr(form, name) for name in Submission.__slots__}
    return await sql.insert_or_ignore(session, SubmissionRow, values)


async def get(session: Session, submission_id: str) -> Submission | None:
    """The form with this id."""
    columns = [getattr(F.c, name) for name in Submission.__slots__]
    row = (await session.execute(select(*columns).where(F.c.id == submission_id))).mappings().one_or_none()
    return None if row is None else Submission(**row)


async def confirm(session: Session, submission_id: str, case_id: str, *, at: datetime) -> bool:
    """Makes this form that case, once; False for whoever comes second or too late. Its sealed content goes."""
    waiting = (F.c.id == submission_id, F.c.confirmed_at.is_(None), F.c.expires_at > at)
    values = {"confirmed_at": at, "case_id": case_id, "sealed": None, "wiped_at": at}
    return await sql.changed(session, update(F).where(*waiting).values(**values)) == 1


async def forget(session: Session, now: datetime) -> int:
    """Removes what was never confirmed, with its links."""
    links = sql.table(LinkRow)
    old = select(F.c.id).where(F.c.expires_at < now, F.c.confirmed_at.is_(None))
    await session.execute(delete(links).where(links.c.submission_id.in_(old)))
    return await sql.changed(session, delete(F).where(F.c.expires_at < now, F.c.confirmed_at.is_(None)))
