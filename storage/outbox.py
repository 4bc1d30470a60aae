"""The outbox: mails written in the transaction of their cause, claimed with a lease, wiped after delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true, update

from storage import sql
from storage.session import Session
from storage.tables import MailRow, MailState

O = sql.table(MailRow)  # noqa: E741 - one letter per table, as elsewhere
QUEUED, SENDING, UNKNOWN = MailState.QUEUED.value, MailState.SENDING.value, MailState.UNKNOWN.value
WAITING = (QUEUED, SENDING, UNKNOWN)
# A one-time code whose fate is unknown waits for nobody: it is never repeated.
UNSENT = and_(O.c.state.in_([sql.code(one) for one in WAITING]), or_(O.c.state != UNKNOWN, O.c.once == false()))
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
    assignment: str = ""
    person_id: str = ""
    sender_key: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail in the courier's hands until its lease ends."""

    id: str
    case_id: str | None
    assignment: str
    person_id: str
    mail: str
    recipient: bytes
    sealed: bytes
    sender_key: str
    once: bool
    attempts: int
    created_at: datetime


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


async def add(session: Session, mail: NewMail) -> bool:
    """Keeps a mail; False when one with its key is there already: then nothing is written."""
    values = {name: getattr(mail, name) for name in NewMail.__slots__}
    values |= {"state": QUEUED, "attempts": 0, "next_try": mail.created_at, "reply_text": ""}
    return await sql.insert_or_ignore(session, MailRow, values)


async def known(session: Session, dedup_key: str) -> bool:
    """Whether a mail with this key was written before; saves rendering it."""
    return (await session.execute(select(O.c.id).where(O.c.dedup_key == dedup_key))).first() is not None


# Delivering


def _of(case_id: str | None) -> ColumnElement[bool]:
    return O.c.case_id.is_(None) if case_id is None else O.c.case_id == case_id


async def claim(
    session: Session, case_id: str | None, now: datetime, *, lease: float = 120.0, limit: int = 10
) -> list[Claimed]:
    """Mails of one case (None: of no case) that are due, in the order they were written; nobody else gets them."""
    await _expire(session, case_id, now)
    repeatable = and_(O.c.state == UNKNOWN, O.c.once == false())
    due = select(O.c.id).where(_of(case_id), or_(O.c.state == QUEUED, repeatable), O.c.next_try <= now)
    chosen = due.order_by(O.c.created_at, O.c.id).limit(limit).with_for_update(skip_locked=True)
    values = {"state": SENDING, "attempts": O.c.attempts + 1, "claimed_until": now + timedelta(seconds=lease)}
    columns = [getattr(O.c, name) for name in Claimed.__slots__]
    found = await session.execute(update(O).where(O.c.id.in_(chosen)).values(**values).returning(*columns))
    return sorted((Claimed(**row) for row in found.mappings()), key=lambda mail: (mail.created_at, mail.id))


async def _expire(session: Session, case_id: str | None, now: datetime) -> None:
    """Whose courier died may have been sent or not: unknown, and sent again unless it is a one-time code."""
    stale = (_of(case_id), O.c.state == SENDING, O.c.claimed_until < now)
    await session.execute(update(O).where(*stale).values(state=UNKNOWN, claimed_until=None, next_try=now))


async def extend(session: Session, mail_id: str, until: datetime) -> None:
    """The courier is still at it."""
    await session.execute(update(O).where(O.c.id == mail_id, O.c.state == SENDING).values(claimed_until=until))


async def _mark(session: Session, mail_id: str, state: MailState, **values: Any) -> None:
    mine = (O.c.id == mail_id, O.c.state.in_(WAITING))
    await session.execute(update(O).where(*mine).values(state=state.value, claimed_until=None, **values))


async def sent(session: Session, mail_id: str, at: datetime, *, code: int = 250, reply: str = "") -> None:
    """The server took it."""
    await _mark(session, mail_id, MailState.SENT, sent_at=at, code=code, reply_text=reply[:500])


async def later(session: Session, mail_id: str, at: datetime, *, code: int | None = None, reply: str = "") -> None:
    """Not taken, nothing lost: once more at that time."""
    await _mark(session, mail_id, MailState.QUEUED, next_try=at, code=code, reply_text=reply[:500])


async def put_back(session: Session, mail_id: str, at: datetime, *, reply: str = "") -> None:
    """The server cannot be used at all: this was no try, and the mail waits as before."""
    await _mark(session, mail_id, MailState.QUEUED, next_try=at, attempts=O.c.attempts - 1, reply_text=reply[:500])


async def uncertain(session: Session, mail_id: str, retry_at: datetime, *, reply: str = "") -> None:
    """No answer after DATA: perhaps sent; the same bytes go out again then, unless it is a one-time code."""
    await _mark(session, mail_id, MailState.UNKNOWN, next_try=retry_at, code=None, reply_text=reply[:500])


async def ended(session: Session, mail_id: str, state: MailState, *, code: int | None = None, reply: str = "") -> None:
    """It will not be sent: refused for good, suppressed by a mode, or given up."""
    await _mark(session, mail_id, state, code=code, reply_text=reply[:500])


def unsent_mail() -> ColumnElement[bool]:
    """Condition of mails that still wait to go out."""
    return UNSENT


async def unsent(session: Session, case_id: str | None) -> bool:
    """Whether mail of this case still waits to go out."""
    return (await session.execute(select(O.c.id).where(_of(case_id), UNSENT).limit(1))).first() is not None


async def next_try(session: Session, case_id: str | None) -> datetime | None:
    """When there is something to do again for this case's mail; None when nothing waits."""
    when = func.min(func.coalesce(O.c.claimed_until, O.c.next_try), type_=O.c.next_try.type)
    return (await session.execute(select(when).where(_of(case_id), UNSENT))).scalar_one_or_none()


# Showing and care


async def deliveries(session: Session, case_id: str, limit: int = 500) -> list[Delivery]:
    """What became of a case's mails, oldest first."""
    return await _deliveries(session, _of(case_id), limit)


async def troubled(session: Session, limit: int = 50) -> list[Delivery]:
    """Mails that did not arrive, newest causes included."""
    return await _deliveries(session, TROUBLED, limit)


async def _deliveries(session: Session, which: ColumnElement[bool], limit: int) -> list[Delivery]:
    columns: Sequence[Any] = [getattr(O.c, name) for name in Delivery.__slots__]
    found = await session.execute(select(*columns).where(which).order_by(O.c.created_at, O.c.id).limit(limit))
    return [Delivery(**row) for row in found.mappings()]


async def send_again(session: Session, mail_id: str, now: datetime) -> bool:
    """Takes up a mail that was refused or given up, as long as its bytes are there; never a one-time code."""
    ended_ = O.c.state.in_((MailState.REFUSED.value, MailState.FAILED.value, MailState.SUPPRESSED.value))
    mine = (O.c.id == mail_id, ended_, O.c.wiped_at.is_(None), O.c.once != true())
    return await sql.changed(session, update(O).where(*mine).values(state=QUEUED, next_try=now, attempts=0)) == 1


async def wipe(session: Session, before: datetime, now: datetime) -> int:
    """Deletes the bytes and the address of mails that ended before then; hash, kind, time and state stay."""
    over = (not_(UNSENT), O.c.wiped_at.is_(None))
    old = or_(O.c.sent_at < before, and_(O.c.sent_at.is_(None), O.c.created_at < before))
    blank = {"sealed": None, "recipient": None, "wiped_at": now}
    return await sql.changed(session, update(O).where(*over, old).values(**blank))
