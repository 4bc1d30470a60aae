"""Closed days: data with versions; a computed date names the version it was computed from."""

from datetime import date, datetime

from sqlalchemy import select

from domain.world import ClosedDays
from storage import counters, sql
from storage.session import Session
from storage.tables import CalendarRow

# A version never changes once it is put.
_READ: dict[str, ClosedDays] = {}


async def put(session: Session, region: str, days: ClosedDays, *, at: datetime) -> bool:
    """Keeps a version; False when it is there already."""
    values = {"version": days.version, "region": region, "last_year": days.last_year, "put_at": at}
    values["days"] = sorted(day.isoformat() for day in days.days)
    new = await sql.insert_or_ignore(session, CalendarRow, values)
    if new:
        await sql.next_number(session, counters.CALENDARS)
    return new


async def newest(session: Session, region: str) -> ClosedDays | None:
    """The version of a region that knows the most years; of those, the newest."""
    table = sql.table(CalendarRow)
    order = (table.c.last_year.desc(), table.c.put_at.desc(), table.c.version.desc())
    found = await session.execute(select(table.c.version).where(table.c.region == region).order_by(*order).limit(1))
    version = found.scalar_one_or_none()
    return None if version is None else await by_version(session, version)


async def by_version(session: Session, version: str) -> ClosedDays:
    """One version, read once per process."""
    if version not in _READ:
        table = sql.table(CalendarRow)
        columns = select(table.c.days, table.c.last_year).where(table.c.version == version)
        row = (await session.execute(columns)).one()
        _READ[version] = ClosedDays(version, frozenset(date.fromisoformat(day) for day in row.days), row.last_year)
    return _READ[version]
