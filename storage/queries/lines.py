"""One case as lists show it, and how it is read: the case's row beside its newest text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from storage import sql
from storage.tables import CaseRow, TextRow

C, T = sql.table(CaseRow), sql.table(TextRow)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: str
    number: str
    title: str
    summary: str
    theme: str
    level: str
    stage: str
    state: str
    source: str
    public: bool
    submitter: str
    opened_at: datetime
    last_at: datetime
    due_on: date | None
    closed_at: datetime | None
    outcome: str | None
    project: str | None
    measure: str | None
    version: int
    process: str

    def overdue(self, today: date) -> bool:
        """Whether what it waits for is late; days are local ones."""
        return self.closed_at is None and self.due_on is not None and self.due_on < today


_OF_TEXT = ("title", "summary", "level")
_NEWEST = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)


def lines(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Selects cases that have a text, as lines."""
    columns = [getattr(T.c if name in _OF_TEXT else C.c, name) for name in CaseLine.__slots__]
    return select(*columns).join_from(C, T, _NEWEST).where(*conditions)


def some_lines(
    conditions: Sequence[ColumnElement[bool]], order: Sequence[ColumnElement[Any]], *, limit: int, offset: int = 0
) -> Select[Any]:
    """The first lines in this order: only theirs are read, not the texts of all that were sorted."""
    chosen = select(C.c.id).where(C.c.version > 0, *conditions)
    if any(T in getattr(column, "_from_objects", ()) for column in order):
        chosen = chosen.join_from(C, T, _NEWEST)
    return lines(C.c.id.in_(chosen.order_by(*order).limit(limit).offset(offset))).order_by(*order)


def line(row: Row[Any]) -> CaseLine:
    """One row of `lines`."""
    return CaseLine(**dict(row._mapping))
