"""Delivering what the outbox holds: claimed with a lease, and what became of each try is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Update, bindparam, func, or_, select, update

from storage import sql
from storage.outbox import IS_WAITING, QUEUED, REPEATABLE, SENDING, UNKNOWN, UNSENT, WHEN_DUE, O
from storage.session import Session
from storage.tables import MailState


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
_WHEN = func.min(WHEN_DUE, type_=O.c.next_try.type)
_NEXT_TRY = select(_WHEN).where(UNSENT)


async def claim(session: Session, now: datetime, *, lease: float = 120.0, limit: int = 10) -> list[Claimed]:
    """Mails that are due, in the order in which they became so, one-time codes first; nobody else gets them."""
    codes = await _claim(session, now, lease, limit, once=True)
    return codes + (await _claim(session, now, lease, limit - len(codes), once=False) if len(codes) < limit else [])


async def _claim(session: Session, now: datetime, lease: float, limit: int, *, once: bool) -> list[Claimed]:
    given = {"now": now, "until": now + timedelta(seconds=lease), "most": limit, "codes": once}
    found = await session.execute(_CLAIM, given)
    return sorted((Claimed(*row) for row in found), key=lambda mail: (mail.created_at, mail.id))


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
