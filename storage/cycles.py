"""Pauses of feedback cycles: kept here, so that a schedule that is made again is as paused as the one that was lost."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage import sql
from storage.session import Session
from storage.tables import CyclePauseRow

P = sql.table(CyclePauseRow)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a cycle stands still, and since when by whom."""

    survey: str
    note: str
    by: str
    at: datetime


async def pause(session: Session, survey_id: str, *, note: str, by: str, at: datetime) -> None:
    """It stands still; a second pause changes its words."""
    await resume(session, survey_id)
    await sql.insert(session, CyclePauseRow, [{"survey": survey_id, "note": note, "by": by, "at": at}])


async def resume(session: Session, survey_id: str) -> None:
    """It turns again."""
    await session.execute(delete(P).where(P.c.survey == survey_id))


async def pause_of(session: Session, survey_id: str) -> Pause | None:
    """None: it turns, if there is one."""
    row = (await session.execute(select(P).where(P.c.survey == survey_id))).mappings().one_or_none()
    return None if row is None else Pause(**row)


async def pauses(session: Session) -> dict[str, Pause]:
    """All there are, by survey."""
    return {row["survey"]: Pause(**row) for row in (await session.execute(select(P))).mappings()}
