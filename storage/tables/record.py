"""The record and the way into it: events, append-only, and the inbox of what is to be recorded."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from domain.words import Via
from storage.columns import WITH_CASE, case_text, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

UNTAKEN = text("verdict IS NULL")
UNDELIVERED = text("acked_at IS NULL AND parked_at IS NULL")
UNTOLD = text("told_at IS NULL AND attempts > 0")
STUCK = text("parked_at IS NOT NULL")


class EventRow(Base, table=True):
    """One line of a case's record: ids, codes and times only; the database refuses to change or remove it."""

    __tablename__ = "events"
    __table_args__ = (one_of("via", Via),)

    case_id: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID)
    seq: int = procedure(primary_key=True)
    kind: str = procedure(max_length=40)
    at: datetime = procedure()
    by: str = personal(keep=WITH_CASE, max_length=ID)
    via: str = procedure(max_length=20)
    facts: dict[str, Any] = personal(keep=WITH_CASE, sa_type=JSON)
    previous: str = procedure(max_length=64)
    hash: str = procedure(max_length=64)


class InboxRow(Base, table=True):
    """One happening, accepted: it is recorded exactly once, and sent until that is known."""

    __tablename__ = "inbox"
    __table_args__ = (
        one_of("via", Via),
        Index("ix_inbox_undelivered", "next_try", sqlite_where=UNDELIVERED, postgresql_where=UNDELIVERED),
        Index("ix_inbox_untaken", "case_id", "received_at", sqlite_where=UNTAKEN, postgresql_where=UNTAKEN),
        Index("ix_inbox_untold", "received_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_inbox_parked", "parked_at", sqlite_where=STUCK, postgresql_where=STUCK),
    )

    id: str = technical(primary_key=True, max_length=ID)
    case_id: str | None = procedure(default=None, foreign_key="cases.id", index=True, max_length=ID)
    wave: str | None = procedure(default=None, foreign_key="waves.id", index=True, max_length=ID)
    round: str | None = procedure(default=None, foreign_key="rounds.id", index=True, max_length=ID)
    kind: str = procedure(max_length=40)
    by: str = personal(max_length=ID)
    via: str = procedure(max_length=20)
    received_at: datetime = procedure()
    content: str = case_text()
    verdict: str | None = procedure(default=None, max_length=120)
    error: dict[str, Any] | None = procedure(default=None, sa_type=JSON)
    acked_at: datetime | None = technical(default=None)
    attempts: int = technical(default=0)
    next_try: datetime = technical()
    parked_at: datetime | None = technical(default=None)
    told_at: datetime | None = technical(default=None)
    wiped_at: datetime | None = technical(default=None)
