"""Ideas that go on in another one. Columns are the fields of `domain.case.Joined`."""

from datetime import datetime

from sqlalchemy import Index

from storage.columns import procedure, technical
from storage.tables.base import ID, Base


class JoinedRow(Base, table=True):
    """One idea that was merged into another."""

    __tablename__ = "joined"
    __table_args__ = (Index("ix_joined_case", "case"),)

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)  # the idea it goes on in
    position: int = technical()
    case: str = procedure(max_length=ID)
    number: str = procedure(max_length=20)
    at: datetime = procedure()
    ended_at: datetime | None = procedure(default=None)
