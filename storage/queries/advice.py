"""What colleagues want to know of somebody, as long as whoever asked still has the task."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage import sql
from storage.session import Session
from storage.tables import AdviceRow, AssignmentRow, CaseRow, PersonRow, TextRow

V, A, C = sql.table(AdviceRow), sql.table(AssignmentRow), sql.table(CaseRow)
T, P = sql.table(TextRow), sql.table(PersonRow)
MOST = 100


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One question, with the idea it is about and the name of whoever asks."""

    advice: str
    case_id: str
    number: str
    title: str
    asked_by: str
    question: str
    asked_at: datetime


async def asked_of(session: Session, person_id: str) -> list[AdviceLine]:
    """The oldest first."""
    newest = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)
    columns = (V.c.id, C.c.id, C.c.number, T.c.title, P.c.name, V.c.question, V.c.asked_at)
    found = (
        select(*columns)
        .select_from(V)
        .join(A, A.c.id == V.c.assignment)
        .join(C, C.c.id == V.c.case_id)
        .join(T, newest)
        .join(P, P.c.id == V.c.by)
    )
    mine = (V.c.of == person_id, V.c.given_at.is_(None), A.c.state == sql.code("open"))
    rows = await session.execute(found.where(*mine).order_by(V.c.asked_at, V.c.id).limit(MOST))
    return [AdviceLine(*row) for row in rows]


async def case_of(session: Session, advice: str, person_id: str) -> str | None:
    """The case in which this person was asked for this advice; None for another's and for none."""
    mine = select(V.c.case_id).where(V.c.id == advice, V.c.of == person_id)
    return (await session.execute(mine)).scalar_one_or_none()
