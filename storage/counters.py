"""Versions of what is kept in memory: whoever changes it counts up, whoever reads it compares."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sql
from storage.tables import CounterRow

PEOPLE = "people"


async def value(session: AsyncSession, name: str) -> int:
    """The counter as it stands, 0 before its first use."""
    table = sql.table(CounterRow)
    found = await session.execute(select(table.c.value).where(table.c.name == name))
    return int(found.scalar_one_or_none() or 0)
