"""Versions of what is kept in memory: whoever changes it counts up, whoever reads it compares."""

from sqlalchemy import bindparam, select

from storage import sql
from storage.session import Session
from storage.tables import CounterRow

PEOPLE = "people"
CALENDARS = "calendars"

T = sql.table(CounterRow)
_VALUES = select(T.c.name, T.c.value).where(T.c.name.in_(bindparam("names", expanding=True)))


async def values(session: Session, *names: str) -> tuple[int, ...]:
    """These counters as they stand, 0 before their first use."""
    known = {row.name: row.value for row in await session.execute(_VALUES, {"names": names})}
    return tuple(known.get(name, 0) for name in names)
