"""Advice somebody with a task asked a colleague for. Columns are the fields of `domain.case.Advice`."""

from datetime import datetime

from storage.columns import WITH_CASE, case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most


class AdviceRow(Base, table=True):
    """A question to a colleague, and what they said."""

    __tablename__ = "advice"
    __table_args__ = (at_most("question", 4_000), at_most("text", 4_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    assignment: str = procedure(max_length=ID)  # of whoever asked
    by: str = personal(max_length=ID)
    of: str = personal(max_length=ID)
    asked_at: datetime = procedure()
    question: str = case_text()
    text: str = case_text()
    given_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(default=None, keep=WITH_CASE)
