"""Days on which somebody is away, as local dates, both counted; `surveys.members` and `wave_batches` read them."""

from datetime import date

from sqlalchemy import delete, select

from domain.errors import RuleBroken
from storage import sql
from storage.session import Session
from storage.tables import AbsenceRow, PersonRow

A, P = sql.table(AbsenceRow), sql.table(PersonRow)


async def add(session: Session, person_id: str, first_day: date, last_day: date) -> None:
    """Somebody is away from the first to the last day. Raises `absence.overlaps` for days that are known already."""
    await session.execute(select(P.c.id).where(P.c.id == person_id).with_for_update())  # two at once do not overlap
    same = (A.c.person_id == person_id, A.c.first_day <= last_day, A.c.last_day >= first_day)
    if (await session.execute(select(A.c.first_day).where(*same).limit(1))).first() is not None:
        raise RuleBroken("absence.overlaps")
    await sql.insert(session, AbsenceRow, [{"person_id": person_id, "first_day": first_day, "last_day": last_day}])


async def remove(session: Session, person_id: str, first_day: date) -> bool:
    """They are there after all; False where no absence begins on this day."""
    return await sql.changed(session, delete(A).where(A.c.person_id == person_id, A.c.first_day == first_day)) == 1
