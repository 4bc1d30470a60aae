"""Links in mails: found by the hash of their token in one look-up, bound to a purpose and a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, bindparam, delete, select, update

from domain.words import AssignmentState
from storage import sql
from storage.session import Session
from storage.tables import AssignmentRow, LinkRow

L, S = sql.table(LinkRow), sql.table(AssignmentRow)
_FIND = select(L).where(L.c.hash == bindparam("hash"))
_LIVING = update(L).where(L.c.revoked_at.is_(None), L.c.decided_at.is_(None))
_OF_ASSIGNMENT = _LIVING.where(L.c.assignment == bindparam("this"))
_OF_PERSON = _LIVING.where(L.c.person_id == bindparam("this"))
_DESK_OF_PERSON = _OF_PERSON.where(L.c.purpose == "desk")
_OF_SUBMISSION = _LIVING.where(L.c.submission_id == bindparam("this"))


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens, for whom, and whether it still does."""

    hash: str
    purpose: str  # storage.tables.Purpose
    created_at: datetime
    expires_at: datetime
    case_id: str | None = None
    assignment: str = ""
    person_id: str = ""
    submission_id: str | None = None
    text_version: int = 0
    revoked_at: datetime | None = None
    decided_at: datetime | None = None

    def expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now >= self.expires_at

    def state(self, now: datetime) -> str:
        """ "decided", "revoked", "expired" or "open": the first that holds."""
        if self.decided_at is not None:
            return "decided"
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expired(now) else "open"


async def add(session: Session, link: Link) -> None:
    """Keeps a new link."""
    await add_all(session, [link])


async def add_all(session: Session, links: Iterable[Link]) -> None:
    """Keeps new links."""
    await sql.insert(session, LinkRow, [{name: getattr(link, name) for name in Link.__slots__} for link in links])


async def find(session: Session, token_hash: str) -> Link | None:
    """The link with this hash, whatever its state."""
    row = (await session.execute(_FIND, {"hash": token_hash})).mappings().one_or_none()
    return None if row is None else Link(**row)


async def _end(session: Session, statement: Update, column: str, this: object, at: datetime) -> int:
    return (await session.execute(statement, {"this": this, column: at})).rowcount


async def revoke_assignments(session: Session, assignments: Iterable[str], *, at: datetime) -> int:
    """What these assignments' links opened was taken back."""
    return await _end_all(session, assignments, "revoked_at", at)


async def decide_assignments(session: Session, assignments: Iterable[str], *, at: datetime) -> int:
    """These assignments were answered: their links show what was said."""
    return await _end_all(session, assignments, "decided_at", at)


async def _end_all(session: Session, assignments: Iterable[str], column: str, at: datetime) -> int:
    return sum([await _end(session, _OF_ASSIGNMENT, column, one, at) for one in assignments])


async def revoke_person(session: Session, person_id: str, *, at: datetime) -> int:
    """All of a person's links end."""
    return await _end(session, _OF_PERSON, "revoked_at", person_id, at)


async def revive(session: Session, person_id: str, *, left: datetime) -> int:
    """Somebody is back in the house: what ended when they left opens again, as far as they are still asked."""
    asked = select(S.c.id).where(S.c.person == person_id, S.c.state == AssignmentState.OPEN.value)
    theirs = (L.c.person_id == person_id, L.c.revoked_at == left, L.c.assignment.in_(asked))
    return await sql.changed(session, update(L).where(*theirs).values(revoked_at=None))


async def revoke_desk(session: Session, person_id: str, *, at: datetime) -> int:
    """The links to this person's desk end; the next daily mail holds a new one, if there is something to do."""
    return await _end(session, _DESK_OF_PERSON, "revoked_at", person_id, at)


async def decide_submission(session: Session, submission_id: str, *, at: datetime) -> int:
    """The address of this form was confirmed; 1 for the first who says so, 0 for everybody after."""
    return await _end(session, _OF_SUBMISSION, "decided_at", submission_id, at)


async def minted_since(session: Session, assignment: str, since: datetime) -> int:
    """How many links this assignment was given lately: asking for new ones has a limit."""
    found = await session.execute(select(L.c.hash).where(L.c.assignment == assignment, L.c.created_at >= since))
    return len(found.all())


async def forget(session: Session, before: datetime) -> int:
    """Removes links that expired long ago."""
    return await sql.changed(session, delete(L).where(L.c.expires_at < before))
