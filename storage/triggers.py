"""Ideas to which something happened in a span of time that begins a wave: read from their record."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from domain.words import CommitmentState, EventKind, Outcome
from storage import sql
from storage.session import Session
from storage.tables import CaseRow, CommitmentRow, EventRow

C, E, PROMISE = sql.table(CaseRow), sql.table(EventRow), sql.table(CommitmentRow)
KEPT_ONE = E.alias("kept")

# "live" is the day on which an idea was closed with all promises settled, at least one of them kept.
_KEPT = exists().where(KEPT_ONE.c.case_id == E.c.case_id, KEPT_ONE.c.kind == sql.code(EventKind.COMMITMENT_DONE))
EVENTS: Mapping[str, ColumnElement[bool]] = {
    "in_review": E.c.kind == sql.code(EventKind.ACCEPTED),
    "decided": or_(
        and_(E.c.kind == sql.code(EventKind.DECIDED), E.c.facts["until"].as_string().is_(None)),
        E.c.kind == sql.code(EventKind.TOOK_EFFECT),
    ),
    "live": and_(E.c.kind == sql.code(EventKind.CLOSED), C.c.outcome == sql.code(Outcome.SETTLED), _KEPT),
}


async def happened(
    session: Session, event: str, since: datetime, until: datetime, case_id: str | None = None
) -> dict[str, datetime]:
    """When this happened to which case, first after `since`, not after `until`; one case alone where it is given."""
    joined = select(E.c.case_id, func.min(E.c.at).label("first")).join(C, C.c.id == E.c.case_id)
    when = (EVENTS[event], E.c.at > since, E.c.at <= until)
    mine = (E.c.case_id == case_id,) if case_id is not None else ()
    found = await session.execute(joined.where(*when, *mine).group_by(E.c.case_id).order_by(E.c.case_id))
    return {row.case_id: row.first for row in found}


async def to_go_live(session: Session, after: date, until: date, case_id: str | None = None) -> dict[str, date]:
    """Ideas whose last open promise is due after the one day and not after the other: then they are to be live."""
    last = func.max(PROMISE.c.due_on)
    open_ones = select(PROMISE.c.case_id, last.label("last")).where(PROMISE.c.state == sql.code(CommitmentState.OPEN))
    mine = open_ones if case_id is None else open_ones.where(PROMISE.c.case_id == case_id)
    found = await session.execute(
        mine.group_by(PROMISE.c.case_id).having(last > after, last <= until).order_by(PROMISE.c.case_id)
    )
    return {row.case_id: row.last for row in found}
