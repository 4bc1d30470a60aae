"""The outbox: mails written in the transaction of their cause, shown to the office, wiped after delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, false, func, not_, or_, select, true, update

from storage import sql
from storage.session import Session
from storage.tables import MailRow, MailState

O = sql.table(MailRow)  # noqa: E741 - one letter per table, as elsewhere
QUEUED, SENDING, UNKNOWN = MailState.QUEUED.value, MailState.SENDING.value, MailState.UNKNOWN.value
WAITING = (QUEUED, SENDING, UNKNOWN)
IS_WAITING = O.c.state.in_([sql.code(one) for one in WAITING])  # spelt as the index on waiting mail spells it
REPEATABLE = and_(O.c.state == sql.code(UNKNOWN), O.c.once == false())
# A one-time code whose fate is unknown waits for nobody: it is never repeated.
UNSENT = and_(IS_WAITING, or_(O.c.state != sql.code(UNKNOWN), O.c.once == false()))
BLANKED = "a text of the case was blanked"  # why a mail was held back
WHEN_DUE = func.coalesce(O.c.claimed_until, O.c.next_try, type_=O.c.next_try.type)
_KNOWN = select(O.c.dedup_key).where(O.c.dedup_key.in_(bindparam("keys", expanding=True)))
TROUBLED = O.c.state.in_([sql.code(MailState.REFUSED), sql.code(MailState.FAILED)])


@dataclass(frozen=True, slots=True)
class NewMail:
    """One mail to be kept until it is sent; address and bytes are sealed already."""

    id: str
    mail: str  # folder in templates/mail
    language: str
    dedup_key: str
    recipient: bytes
    sealed: bytes
    created_at: datetime
    sha256: str = ""
    case_id: str | None = None
    wave: str | None = None
    assignment: str = ""
    person_id: str = ""
    sender_key: str = ""
    once: bool = False
    not_before: datetime | None = None  # None: it is due at once


@dataclass(frozen=True, slots=True)
class Delivery:
    """One mail as the office sees it: no address, no content."""

    id: str
    case_id: str | None
    assignment: str
    person_id: str
    mail: str
    language: str
    state: str
    attempts: int
    created_at: datetime
    next_try: datetime
    sent_at: datetime | None
    code: int | None
    reply_text: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail of a case that has not gone out, so far as we know."""

    id: str
    mail: str
    dedup_key: str
    assignment: str
    person_id: str
    created_at: datetime
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail of ours that somebody replies to: about what it was, and for whom."""

    id: str
    mail: str
    case_id: str
    assignment: str
    person_id: str


async def add(session: Session, mail: NewMail) -> bool:
    """Keeps a mail; False when one with its key is there already: then nothing is written."""
    return await sql.insert_or_ignore(session, MailRow, _values(mail))


async def add_all(session: Session, mails: Sequence[NewMail]) -> list[str]:
    """Keeps those of these mails whose keys are not there yet; gives the ids of the ones it kept."""
    keys = {mail.dedup_key: mail for mail in reversed(mails)}
    there = set((await session.execute(_KNOWN, {"keys": list(keys)})).scalars()) if keys else set()
    new = [mail for mail in mails if keys[mail.dedup_key] is mail and mail.dedup_key not in there]
    await sql.insert(session, MailRow, [_values(mail) for mail in new])
    return [mail.id for mail in new]


def _values(mail: NewMail) -> dict[str, Any]:
    values = {name: getattr(mail, name) for name in NewMail.__slots__ if name != "not_before"}
    return values | {"state": QUEUED, "attempts": 0, "next_try": mail.not_before or mail.created_at, "reply_text": ""}


async def first_of(session: Session, mail_ids: Sequence[str]) -> Sent | None:
    """The first of these mails that there is, if it is about a case and was for a person we know."""
    if not mail_ids:
        return None
    columns = [getattr(O.c, name) for name in Sent.__slots__]
    known = (O.c.id.in_(list(mail_ids)), O.c.case_id.is_not(None), O.c.person_id != "")
    rows = {row["id"]: row for row in (await session.execute(select(*columns).where(*known))).mappings()}
    found = next((rows[one] for one in mail_ids if one in rows), None)
    return None if found is None else Sent(**found)


async def late(session: Session, before: datetime) -> int:
    """How much mail was due before then and still waits."""
    found = await session.execute(select(func.count()).where(UNSENT, before > WHEN_DUE))
    return int(found.scalar_one())


async def deliveries(session: Session, case_id: str, limit: int = 500) -> list[Delivery]:
    """What became of a case's mails, oldest first."""
    return await _deliveries(session, O.c.case_id == case_id, limit)


async def troubled(session: Session, limit: int = 50) -> list[Delivery]:
    """Mails that did not arrive, newest causes included."""
    return await _deliveries(session, TROUBLED, limit)


async def _deliveries(session: Session, which: ColumnElement[bool], limit: int) -> list[Delivery]:
    columns: Sequence[Any] = [getattr(O.c, name) for name in Delivery.__slots__]
    found = await session.execute(select(*columns).where(which).order_by(O.c.created_at, O.c.id).limit(limit))
    return [Delivery(**row) for row in found.mappings()]


async def send_again(session: Session, mail_id: str, now: datetime) -> bool:
    """Takes up a mail that was refused or given up, as long as its bytes are there; never a one-time code."""
    ended = O.c.state.in_((MailState.REFUSED.value, MailState.FAILED.value, MailState.SUPPRESSED.value))
    mine = (O.c.id == mail_id, ended, O.c.wiped_at.is_(None), O.c.once != true())
    return await sql.changed(session, update(O).where(*mine).values(state=QUEUED, next_try=now, attempts=0)) == 1


async def blank(session: Session, case_id: str, now: datetime) -> int:
    """Deletes at once the bytes of what has gone out about this case: something in it had to go."""
    mine = (O.c.case_id == case_id, not_(UNSENT), O.c.wiped_at.is_(None))
    return await sql.changed(session, update(O).where(*mine).values(sealed=None, recipient=None, wiped_at=now))


async def unsent(session: Session, case_id: str) -> list[Unsent]:
    """Mails of a case that wait, or are in a courier's hands."""
    columns = [getattr(O.c, name) for name in Unsent.__slots__]
    found = await session.execute(select(*columns).where(O.c.case_id == case_id, UNSENT).order_by(O.c.id))
    return [Unsent(**row) for row in found.mappings()]


async def change(session: Session, mail_id: str, *, recipient: bytes, sealed: bytes, sha256: str) -> None:
    """Other bytes for a mail that has not gone out; the next try sends these."""
    values = {"recipient": recipient, "sealed": sealed, "sha256": sha256}
    await session.execute(update(O).where(O.c.id == mail_id, UNSENT).values(**values))


async def hold_back(session: Session, mail_id: str, now: datetime, *, why: str) -> None:
    """It is not sent any more, and nothing of it is kept but that, and why."""
    gone = {"state": MailState.SUPPRESSED.value, "claimed_until": None, "reply_text": why}
    blank = {"sealed": None, "recipient": None, "wiped_at": now}
    await session.execute(update(O).where(O.c.id == mail_id, UNSENT).values(**gone, **blank))


async def wipe(session: Session, before: datetime, now: datetime) -> int:
    """Deletes the bytes and the address of mails that ended before then; hash, kind, time and state stay."""
    over = (not_(UNSENT), O.c.wiped_at.is_(None))
    old = or_(O.c.sent_at < before, and_(O.c.sent_at.is_(None), O.c.created_at < before))
    blank = {"sealed": None, "recipient": None, "wiped_at": now}
    return await sql.changed(session, update(O).where(*over, old).values(**blank))
