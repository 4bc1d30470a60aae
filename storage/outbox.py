"""The outbox: mails written in the transaction of their cause, claimed with a lease, wiped after delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Update, and_, bindparam, false, func, not_, or_, select, true, update

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
    wave: str | None = None


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
    return await sql.insert_or_ignore(session, MailRow, _values(mail))


async def add_all(session: Session, mails: Sequence[NewMail]) -> list[str]:
    """Keeps those of these mails whose keys are not there yet; gives the ids of the ones it kept."""
    keys = {mail.dedup_key: mail for mail in reversed(mails)}
    there = set((await session.execute(_KNOWN, {"keys": list(keys)})).scalars()) if keys else set()
    new = [mail for mail in mails if keys[mail.dedup_key] is mail and mail.dedup_key not in there]
    await sql.insert(session, MailRow, [_values(mail) for mail in new])
    return [mail.id for mail in new]


def _values(mail: NewMail) -> dict[str, Any]:
    values = {name: getattr(mail, name) for name in NewMail.__slots__}
    return values | {"state": QUEUED, "attempts": 0, "next_try": mail.created_at, "reply_text": ""}


# Delivering

_KNOWN = select(O.c.dedup_key).where(O.c.dedup_key.in_(bindparam("keys", expanding=True)))
# Materialized: PostgreSQL may otherwise ask for the first few again for each row, and so take all.
# In the order of the index alone: thousands of a survey are due at the same instant, and none of them is sorted.
_DUE = (
    select(O.c.id)
    .where(IS_WAITING, or_(O.c.state == sql.code(QUEUED), REPEATABLE))
    .where(O.c.once == bindparam("codes"), O.c.next_try <= bindparam("now"))
    .order_by(O.c.next_try)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("due")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
_CLAIM = (
    update(O)
    .where(O.c.id.in_(select(_DUE.c.id)))
    .values(state=SENDING, attempts=O.c.attempts + 1, claimed_until=bindparam("until"))
    .returning(*(getattr(O.c, name) for name in Claimed.__slots__))
)
_EXPIRE = (
    update(O)
    .where(IS_WAITING, O.c.state == sql.code(SENDING), O.c.claimed_until < bindparam("now"))
    .values(state=UNKNOWN, claimed_until=None, next_try=bindparam("now"))
)
_EXTEND = (
    update(O)
    .where(O.c.id.in_(bindparam("ids", expanding=True)), O.c.state == sql.code(SENDING))
    .values(claimed_until=bindparam("until"))
)
_RELEASE = (
    update(O)
    .where(IS_WAITING, O.c.state == sql.code(SENDING), O.c.claimed_until == bindparam("until"))
    .where(O.c.id.not_in(bindparam("but", expanding=True)))
    .values(state=QUEUED, claimed_until=None, attempts=O.c.attempts - 1)
)
_MARK = update(O).where(O.c.id == bindparam("mine"), IS_WAITING)
# Of a mail that somebody else has taken up since, only that it was sent is news.
_MARK_OURS = _MARK.where(or_(bindparam("attempt", type_=Integer) == 0, O.c.attempts == bindparam("attempt")))
_PUT_BACK = _MARK_OURS.values(attempts=O.c.attempts - 1)
_WHEN_DUE = func.coalesce(O.c.claimed_until, O.c.next_try, type_=O.c.next_try.type)
_WHEN = func.min(_WHEN_DUE, type_=O.c.next_try.type)
_NEXT_TRY = select(_WHEN).where(UNSENT)


async def claim(session: Session, now: datetime, *, lease: float = 120.0, limit: int = 10) -> list[Claimed]:
    """Mails that are due, in the order in which they became so, one-time codes first; nobody else gets them."""
    codes = await _claim(session, now, lease, limit, once=True)
    return codes + (await _claim(session, now, lease, limit - len(codes), once=False) if len(codes) < limit else [])


async def _claim(session: Session, now: datetime, lease: float, limit: int, *, once: bool) -> list[Claimed]:
    given = {"now": now, "until": now + timedelta(seconds=lease), "most": limit, "codes": once}
    found = await session.execute(_CLAIM, given)
    return sorted((Claimed(**row) for row in found.mappings()), key=lambda mail: (mail.created_at, mail.id))


async def expire(session: Session, now: datetime) -> None:
    """Whose courier died may have been sent or not: unknown, and sent again unless it is a one-time code."""
    await session.execute(_EXPIRE, {"now": now})


async def release(session: Session, until: datetime, but: Sequence[str]) -> int:
    """Puts back what a claim until then took, whose transaction was kept although nobody was told; but not these."""
    return (await session.execute(_RELEASE, {"until": until, "but": list(but)})).rowcount


async def extend(session: Session, mails: Sequence[str], until: datetime) -> None:
    """The courier is still at these."""
    await session.execute(_EXTEND, {"ids": list(mails), "until": until})


async def _mark(
    session: Session, mail_id: str, state: MailState, attempt: int, statement: Update = _MARK_OURS, **values: Any
) -> bool:
    """Whether the mail was still to be marked; an `attempt` of 0 asks nobody whose it is."""
    given = {"mine": mail_id, "attempt": attempt, "state": state.value, "claimed_until": None, **values}
    return (await session.execute(statement, given)).rowcount == 1


async def sent(session: Session, mail_id: str, at: datetime, *, code: int = 250, reply: str = "") -> None:
    """The server took it."""
    await sent_all(session, {mail_id: (code, reply)}, at)


async def sent_all(session: Session, mails: Mapping[str, tuple[int, str]], at: datetime) -> None:
    """The server took these: code and text of its answer by mail."""
    same = {"state": MailState.SENT.value, "claimed_until": None, "sent_at": at}
    rows = [{"mine": one, "code": code, "reply_text": reply[:500], **same} for one, (code, reply) in mails.items()]
    if rows:
        await session.execute(_MARK, rows)


async def later(
    session: Session, mail_id: str, at: datetime, *, code: int | None = None, reply: str = "", attempt: int = 0
) -> bool:
    """Not taken, nothing lost: once more at that time."""
    return await _mark(session, mail_id, MailState.QUEUED, attempt, next_try=at, code=code, reply_text=reply[:500])


async def put_back(session: Session, mail_id: str, at: datetime, *, reply: str = "", attempt: int = 0) -> bool:
    """The server cannot be used at all: this was no try, and the mail waits as before."""
    return await _mark(session, mail_id, MailState.QUEUED, attempt, _PUT_BACK, next_try=at, reply_text=reply[:500])


async def uncertain(session: Session, mail_id: str, retry_at: datetime, *, reply: str = "", attempt: int = 0) -> bool:
    """No answer after DATA: perhaps sent; the same bytes go out again then, unless it is a one-time code."""
    return await _mark(
        session, mail_id, MailState.UNKNOWN, attempt, next_try=retry_at, code=None, reply_text=reply[:500]
    )


async def ended(
    session: Session, mail_id: str, state: MailState, *, code: int | None = None, reply: str = "", attempt: int = 0
) -> bool:
    """It will not be sent: refused for good, suppressed by a mode, or given up."""
    return await _mark(session, mail_id, state, attempt, code=code, reply_text=reply[:500])


async def next_try(session: Session) -> datetime | None:
    """When there is something to do again for waiting mail; None when nothing waits."""
    return (await session.execute(_NEXT_TRY)).scalar_one_or_none()


async def late(session: Session, before: datetime) -> int:
    """How much mail was due before then and still waits."""
    found = await session.execute(select(func.count()).where(UNSENT, before > _WHEN_DUE))
    return int(found.scalar_one())


# Showing and care


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
    ended_ = O.c.state.in_((MailState.REFUSED.value, MailState.FAILED.value, MailState.SUPPRESSED.value))
    mine = (O.c.id == mail_id, ended_, O.c.wiped_at.is_(None), O.c.once != true())
    return await sql.changed(session, update(O).where(*mine).values(state=QUEUED, next_try=now, attempts=0)) == 1


async def blank(session: Session, case_id: str, now: datetime) -> int:
    """Deletes at once the bytes of what has gone out about this case: something in it had to go."""
    mine = (O.c.case_id == case_id, not_(UNSENT), O.c.wiped_at.is_(None))
    return await sql.changed(session, update(O).where(*mine).values(sealed=None, recipient=None, wiped_at=now))


async def wipe(session: Session, before: datetime, now: datetime) -> int:
    """Deletes the bytes and the address of mails that ended before then; hash, kind, time and state stay."""
    over = (not_(UNSENT), O.c.wiped_at.is_(None))
    old = or_(O.c.sent_at < before, and_(O.c.sent_at.is_(None), O.c.created_at < before))
    blank = {"sealed": None, "recipient": None, "wiped_at": now}
    return await sql.changed(session, update(O).where(*over, old).values(**blank))
