"""One case as lists show it, and how it is read: the case's row beside its newest text."""

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
    version: int
    process: str

    def overdue(self, today: date) -> bool:
        """Whether what it waits for is late; days are local ones."""
        return self.closed_at is None and self.due_on is not None and self.due_on < today


_OF_TEXT = ("title", "summary", "level")


def lines(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Selects cases that have a text, as lines."""
    columns = [getattr(T.c if name in _OF_TEXT else C.c, name) for name in CaseLine.__slots__]
    newest = (T.c.case_id == C.c.id) & (T.c.version == C.c.version)
    return select(*columns).join_from(C, T, newest).where(*conditions)


def line(row: Row[Any]) -> CaseLine:
    """One row of `lines`."""
    return CaseLine(**dict(row._mapping))
