"""Which waves need their course: all that have not ended after a restore, those that were forgotten in between."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, and_, cast, exists, func, or_, select

from domain.survey.wave_status import ASKING
from storage import sql
from storage.errands import due
from storage.session import Session
from storage.tables import InvitationRow, WaveRow

W, I = sql.table(WaveRow), sql.table(InvitationRow)  # noqa: E741 - one letter per table, as elsewhere
_PLANNED = W.c.starts_on.is_not(None)  # what is still on its way there is brought by the inbox
_GOES_ON = W.c.state.not_in([sql.code(state) for state in ("done", "cancelled")])  # spelt as the index spells it
_ERRANDS = cast(W.c.errands, Text) != "[]"
_ALIVE = or_(and_(_GOES_ON, _PLANNED), _ERRANDS)


async def living(session: Session, after: str = "", limit: int = 500) -> list[str]:
    """Waves that need a course, by id; `after` is the last id of the page before."""
    found = await session.execute(select(W.c.id).where(_ALIVE, W.c.id > after).order_by(W.c.id).limit(limit))
    return list(found.scalars())


async def living_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these waves that need a course; ended and unknown ones do not."""
    found = await session.execute(select(W.c.id).where(_ALIVE, W.c.id.in_(sorted(set(ids)))))
    return set(found.scalars())


async def late(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Waves whose wake-up, or whose next invitation, was due before then and is still to come."""
    waits = (I.c.wave == W.c.id, I.c.state == sql.code("waiting"), I.c.again_at < before)
    invites = and_(W.c.state == sql.code("inviting"), W.c.paused_at.is_(None), ~_ERRANDS, exists().where(*waits))
    overdue = and_(_GOES_ON, or_(W.c.wake < before, invites))
    return list((await session.execute(select(W.c.id).where(overdue).order_by(W.c.id).limit(limit))).scalars())


async def worth_a_look(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Waves with an errand that was due before then, or that may have as many answers as they wanted."""
    answered = select(func.count()).where(I.c.wave == W.c.id, I.c.answered).scalar_subquery()
    enough = W.c.plan["enough"].as_integer()
    asks = W.c.state.in_([sql.code(state) for state in sorted(ASKING)])
    full = and_(asks, W.c.paused_at.is_(None), enough.is_not(None), enough <= answered)
    busy = and_(_ERRANDS, W.c.last_at < before)
    columns = select(W.c.id, W.c.errands, W.c.paused_at, full.label("full")).where(or_(busy, full))
    found = (await session.execute(columns.order_by(W.c.id).limit(limit))).all()
    return [row.id for row in found if row.full or due(row.errands, before, paused=row.paused_at is not None)]
