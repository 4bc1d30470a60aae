"""Versions of what is kept in memory: whoever changes it counts up, whoever reads it compares."""

from sqlalchemy import select

from storage import sql
from storage.session import Session
from storage.tables import CounterRow

PEOPLE = "people"
CALENDARS = "calendars"

T = sql.table(CounterRow)
_BOTH = select(T.c.name, T.c.value).where((T.c.name == PEOPLE) | (T.c.name == CALENDARS))


async def versions(session: Session) -> tuple[int, int]:
    """Of people and of calendars as they stand, 0 before their first change."""
    known = {row.name: row.value for row in await session.execute(_BOTH)}
    return known.get(PEOPLE, 0), known.get(CALENDARS, 0)
