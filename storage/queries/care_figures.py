"""What an operator is woken by, as numbers: how much waits and since when. Nobody's name, and no case's, is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, func, select

from domain.words import CommitmentState
from storage import sql
from storage.inbox import I
from storage.outbox import TROUBLED, UNSENT, WHEN_DUE, O
from storage.session import Session
from storage.tables import CaseRow, CommitmentRow, TaskRow

C, P, T = sql.table(CaseRow), sql.table(CommitmentRow), sql.table(TaskRow)
LATE = timedelta(minutes=5)  # a wake-up that rings is recorded within seconds
_CLASS = case((O.c.once, "code"), (O.c.wave.is_not(None), "survey"), (O.c.case_id.is_not(None), "case"), else_="other")
CLASSES = ("code", "survey", "case", "other")
PARKED = ("undelivered", "stuck")
TROUBLES = ("failed", "refused")


@dataclass(frozen=True)
class Waiting:
    """How much waits, and for how many seconds the first of it has been due."""

    count: int
    age: float


@dataclass(frozen=True)
class Figures:
    """All of one moment."""

    inbox: Waiting
    parked: Mapping[str, int]  # undelivered: nobody tries any more; stuck: a bug holds it
    outbox: Mapping[str, Waiting]  # by what the mail is about
    troubled: Mapping[str, int]
    open_cases: int
    late_wakes: int
    overdue_tasks: int
    overdue_commitments: int


async def figures(session: Session, now: datetime) -> Figures:
    """As they are now; each is a count over what is open, none over what is done."""
    unacknowledged = (I.c.acked_at.is_(None), I.c.parked_at.is_(None))
    first = select(func.count(), func.min(I.c.received_at)).where(*unacknowledged)
    count, since = (await session.execute(first)).one()
    reason = case((I.c.verdict.is_(None), PARKED[0]), else_=PARKED[1])
    parked = await _by(session, select(reason, func.count()).where(I.c.parked_at.is_not(None)).group_by(reason))
    due = func.min(WHEN_DUE, type_=O.c.next_try.type)
    mails = (await session.execute(select(_CLASS, func.count(), due).where(UNSENT).group_by(_CLASS))).all()
    troubled = await _by(session, select(O.c.state, func.count()).where(TROUBLED).group_by(O.c.state))
    open_ = C.c.closed_at.is_(None)
    undone = (P.c.state == CommitmentState.OPEN.value, P.c.due_at < now)
    waiting = {about: _waiting(many, due_since, now) for about, many, due_since in mails}
    return Figures(
        inbox=_waiting(count, since, now),
        parked=dict.fromkeys(PARKED, 0) | parked,
        outbox=dict.fromkeys(CLASSES, Waiting(0, 0.0)) | waiting,
        troubled=dict.fromkeys(TROUBLES, 0) | troubled,
        open_cases=await _count(session, select(func.count()).where(open_)),
        late_wakes=await _count(session, select(func.count()).where(open_, C.c.wake < now - LATE)),
        overdue_tasks=await _count(session, select(func.count()).where(T.c.closed_at.is_(None), T.c.due_at < now)),
        overdue_commitments=await _count(session, select(func.count()).where(*undone)),
    )


def _waiting(count: int, since: datetime | None, now: datetime) -> Waiting:
    return Waiting(count, 0.0 if since is None else max(0.0, (now - since).total_seconds()))


async def _by(session: Session, query: Select[Any]) -> dict[str, int]:
    return dict((await session.execute(query)).all())


async def _count(session: Session, query: Select[Any]) -> int:
    return int((await session.execute(query)).scalar_one())
