"""Versions of what is kept in memory: whoever changes it counts up, whoever reads it compares."""

from sqlalchemy import or_, select

from storage import sql
from storage.session import Session
from storage.tables import CounterRow

PEOPLE = "people"
CALENDARS = "calendars"
LIMITS = "limits"

T = sql.table(CounterRow)
KNOWN = (PEOPLE, CALENDARS, LIMITS)
# Not IN: a list cannot be prepared, and every step asks for this.
_ALL = select(T.c.name, T.c.value).where(or_(*(T.c.name == name for name in KNOWN)))


async def versions(session: Session) -> tuple[int, ...]:
    """Of people, of calendars and of limits as they stand, 0 before their first change."""
    known = {row.name: row.value for row in await session.execute(_ALL)}
    return tuple(known.get(name, 0) for name in KNOWN)
