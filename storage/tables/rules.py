"""The rules as data: process definitions by content hash, calendars of closed days by version."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from storage.columns import WITH_CASE, WITH_RULES, personal, procedure
from storage.tables.base import ID, Base


class ProcessRow(Base, table=True):
    """One version of a process definition; the same content is the same row."""

    __tablename__ = "processes"
    __table_args__ = (
        Index(
            "uq_processes_current",
            "current",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    hash: str = procedure(primary_key=True, max_length=64, keep=WITH_RULES)
    name: str = procedure(max_length=ID, keep=WITH_RULES)
    source: str = procedure(keep=WITH_RULES)
    parsed: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_RULES)
    published_at: datetime = procedure(keep=WITH_RULES)
    published_by: str = personal(keep=WITH_RULES, max_length=ID)
    current: bool = procedure(default=False, keep=WITH_RULES)


class NoticeRow(Base, table=True):
    """A privacy notice somebody was shown before they sent something in: its words, by their hash."""

    __tablename__ = "privacy_notices"

    version: str = procedure(primary_key=True, max_length=64, keep=WITH_CASE)
    audience: str = procedure(max_length=ID, keep=WITH_CASE)
    language: str = procedure(max_length=2, keep=WITH_CASE)
    html: str = procedure(keep=WITH_CASE)
    first_at: datetime = procedure(keep=WITH_CASE)


class CalendarRow(Base, table=True):
    """The closed days of one region, for whole years, under a version of its own."""

    __tablename__ = "calendars"

    version: str = procedure(primary_key=True, max_length=ID, keep=WITH_RULES)
    region: str = procedure(max_length=10, keep=WITH_RULES, index=True)
    days: list[str] = procedure(sa_type=JSON, keep=WITH_RULES)
    last_year: int = procedure(keep=WITH_RULES)
    put_at: datetime = procedure(keep=WITH_RULES)
