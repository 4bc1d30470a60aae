"""Which rounds need their course: all that have not ended after a restore, those that were forgotten in between."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Text, and_, cast, exists, or_, select

from storage import sql
from storage.round_panel import MISSING, H, P
from storage.session import Session
from storage.tables import RoundRow

R = sql.table(RoundRow)
_GOES_ON = R.c.state.not_in([sql.code(state) for state in ("decided", "cancelled")])  # spelt as the index spells it
_ERRANDS = cast(R.c.errands, Text) != "[]"
_ALIVE = or_(and_(_GOES_ON, R.c.opens_on.is_not(None)), _ERRANDS)  # what is still on its way is brought by the inbox
_SOMEBODY = exists().where(P.c.round == R.c.id, H.c.id == P.c.person_id, MISSING)


async def living(session: Session, after: str = "", limit: int = 500) -> list[str]:
    """Rounds that need a course, by id; `after` is the last id of the page before."""
    found = await session.execute(select(R.c.id).where(_ALIVE, R.c.id > after).order_by(R.c.id).limit(limit))
    return list(found.scalars())


async def living_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these rounds that need a course; ended and unknown ones do not."""
    found = await session.execute(select(R.c.id).where(_ALIVE, R.c.id.in_(sorted(set(ids)))))
    return set(found.scalars())


async def late(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Rounds whose wake-up was due before then and is still to come."""
    overdue = and_(_GOES_ON, R.c.wake < before)
    return list((await session.execute(select(R.c.id).where(overdue).order_by(R.c.id).limit(limit))).scalars())


async def worth_a_look(session: Session, before: datetime, limit: int = 500) -> list[str]:
    """Rounds with an errand that was asked for before then, or for which everybody has finished, which is news."""
    complete = and_(R.c.state == sql.code("open"), R.c.missing.is_distinct_from(0), ~_SOMEBODY)
    wanted = or_(and_(_ERRANDS, R.c.last_at < before), complete)
    return list((await session.execute(select(R.c.id).where(wanted).order_by(R.c.id).limit(limit))).scalars())
