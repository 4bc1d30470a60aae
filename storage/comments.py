"""Comments as they are kept, and which files they hold; a comment is let through or blanked, never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from domain.comments.comment import BLANK, Attached, Comment
from domain.comments.words import Audience, Origin
from domain.errors import RuleBroken
from domain.may import Relation
from domain.words import Via
from storage import sql
from storage.session import Session
from storage.tables import AttachmentRow, CommentRow

C, A = sql.table(CommentRow), sql.table(AttachmentRow)
LOCK = "files"  # whoever puts files into their folder, or takes them out, holds this counter
OWN = tuple(field.name for field in fields(Comment) if field.name != "files")
OF_FILE = tuple(field.name for field in fields(Attached))
_ALL = select(C).where(C.c.case_id == bindparam("case")).order_by(C.c.at, C.c.id)
_FILES = (
    select(A)
    .join(C, C.c.id == A.c.comment_id)
    .where(C.c.case_id == bindparam("case"))
    .order_by(A.c.comment_id, A.c.position)
)


# Reading


async def of_case(session: Session, case_id: str) -> tuple[Comment, ...]:
    """Every comment on this case, the first first; who reads which is for `domain.comments.readers` to say."""
    rows = (await session.execute(_ALL, {"case": case_id})).mappings().all()
    if not rows:
        return ()
    attached: dict[str, list[Attached]] = {}
    for row in (await session.execute(_FILES, {"case": case_id})).mappings():
        attached.setdefault(row["comment_id"], []).append(Attached(**{name: row[name] for name in OF_FILE}))
    return tuple(_comment(row, attached.get(row["id"], ())) for row in rows)


async def there(session: Session, comment_id: str) -> bool:
    """Whether it is kept already."""
    return (await session.execute(select(C.c.id).where(C.c.id == comment_id))).first() is not None


async def written_since(session: Session, person: str, since: datetime) -> int:
    """How many a person has written since then, those included that came by mail in their name."""
    mine = select(func.count()).where(C.c.by == person, C.c.at > since)
    return int((await session.execute(mine)).scalar_one())


def _comment(row: Mapping[Any, Any], attached: Iterable[Attached]) -> Comment:
    given = {name: row[name] for name in OWN}
    given |= {
        "via": Via(row["via"]),
        "role": Relation(row["role"]),
        "audience": Audience(row["audience"]),
        "origin": Origin(row["origin"]),
        "files": tuple(attached),
    }
    return Comment(**given)


# Writing


async def add(session: Session, comment: Comment, *, by_office: str = "") -> bool:
    """Keeps it with the rows of its files; False where the same page has sent it before. Their bytes come after."""
    values = {name: getattr(comment, name) for name in OWN} | {"released_by": by_office}
    if not await sql.insert_or_ignore(session, CommentRow, values):
        return False
    rows = [
        {"comment_id": comment.id, "position": n} | {name: getattr(one, name) for name in OF_FILE}
        for n, one in enumerate(comment.files)
    ]
    await sql.insert(session, AttachmentRow, rows)
    return True


async def let_through(session: Session, case_id: str, comment_id: str, *, at: datetime, by: str) -> None:
    """From now on everybody may read it. Raises RuleBroken for one that does not wait for that."""
    waits = (C.c.audience == Audience.PUBLIC, C.c.released_at.is_(None), C.c.redacted_at.is_(None))
    mine = update(C).where(C.c.case_id == case_id, C.c.id == comment_id, *waits)
    if not await sql.changed(session, mine.values(released_at=at, released_by=by)):
        raise RuleBroken("comment.not_waiting")


async def blank(session: Session, case_id: str, comment_id: str, *, at: datetime, by: str, why: str) -> list[str]:
    """Takes text, names and files from it; that it was there, when and by whom, stays. The hashes it held.

    Raises RuleBroken.
    """
    mine = update(C).where(C.c.case_id == case_id, C.c.id == comment_id, C.c.redacted_at.is_(None))
    gone = {"text": BLANK, "stated_name": "", "redacted_at": at, "redacted_by": by, "redacted_why": why}
    if not await sql.changed(session, mine.values(gone)):
        raise RuleBroken("comment.unknown")
    held = select(A.c.hash).where(A.c.comment_id == comment_id, A.c.hash != "")
    hashes = sorted(set((await session.execute(held)).scalars()))
    await session.execute(update(A).where(A.c.comment_id == comment_id).values(hash="", name=BLANK))
    return hashes


# Files


async def hold_files(session: Session) -> None:
    """Nobody else puts a file into the folder, or takes one out, until this transaction ends."""
    await sql.next_number(session, LOCK)


async def unused(session: Session, hashes: Iterable[str]) -> list[str]:
    """Those that no comment holds."""
    wanted = sorted(set(hashes))
    if not wanted:
        return []
    used = set((await session.execute(select(A.c.hash).where(A.c.hash.in_(wanted)))).scalars())
    return [one for one in wanted if one not in used]


async def files(session: Session) -> list[str]:
    """The hash of every file that some comment holds."""
    return sorted(set((await session.execute(select(A.c.hash).where(A.c.hash != "").distinct())).scalars()))
