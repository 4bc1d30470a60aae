"""Versions of what is kept in memory: whoever changes it counts up, whoever reads it compares."""

from sqlalchemy import select

from storage import sql
from storage.session import Session
from storage.tables import CounterRow

PEOPLE = "people"
CALENDARS = "calendars"


async def values(session: Session, *names: str) -> tuple[int, ...]:
    """These counters as they stand, 0 before their first use."""
    table = sql.table(CounterRow)
    found = await session.execute(select(table.c.name, table.c.value).where(table.c.name.in_(names)))
    known = {row.name: row.value for row in found}
    return tuple(known.get(name, 0) for name in names)
