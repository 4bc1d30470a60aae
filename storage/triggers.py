"""Ideas to which something happened in a span of time that begins a wave: read from their record."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from domain.words import EventKind, Outcome
from storage import sql
from storage.session import Session
from storage.tables import CaseRow, EventRow

C, E = sql.table(CaseRow), sql.table(EventRow)
KEPT_ONE = E.alias("kept")

# "live" is the day on which an idea was closed with all promises settled, at least one of them kept.
_KEPT = exists().where(KEPT_ONE.c.case_id == E.c.case_id, KEPT_ONE.c.kind == sql.code(EventKind.COMMITMENT_DONE))
EVENTS: Mapping[str, ColumnElement[bool]] = {
    "in_review": E.c.kind == sql.code(EventKind.ACCEPTED),
    "decided": E.c.kind == sql.code(EventKind.DECIDED),
    "live": and_(E.c.kind == sql.code(EventKind.CLOSED), C.c.outcome == sql.code(Outcome.SETTLED), _KEPT),
}


async def happened(
    session: Session, event: str, since: datetime, until: datetime, case_id: str | None = None
) -> list[str]:
    """Cases to which this happened after `since` and not after `until`; one case alone where it is given."""
    joined = select(E.c.case_id).join(C, C.c.id == E.c.case_id)
    when = (EVENTS[event], E.c.at > since, E.c.at <= until)
    mine = (E.c.case_id == case_id,) if case_id is not None else ()
    found = await session.execute(joined.where(*when, *mine).distinct().order_by(E.c.case_id))
    return list(found.scalars())
