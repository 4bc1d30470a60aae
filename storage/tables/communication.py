"""Communication: the plan of who is told what, the map of stakeholders, and the history of both."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index

from domain.communication.words import Channel, Did, Disposition, GroupKind
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

WITH_PLAN = "as long as the plan"
UNTIL_REMOVED = "until it is removed from the plan"


class PlanEntryRow(Base, table=True):
    """One entry of the communication plan; removing it blanks its texts."""

    __tablename__ = "plan_entries"
    __table_args__ = (
        one_of("kind", GroupKind),
        one_of("channel", Channel),
        at_most("message", 4_000),
        at_most("proof_note", 4_000),
    )

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_PLAN)
    kind: str = procedure(max_length=20, keep=WITH_PLAN)
    ref: str = procedure(default="", max_length=ID, keep=WITH_PLAN)  # an audience or an external class
    name: str = case_text(default="", max_length=200, keep=UNTIL_REMOVED)
    message: str = case_text(keep=UNTIL_REMOVED)
    channel: str = procedure(max_length=20, keep=WITH_PLAN)
    due_on: date = procedure(index=True, keep=WITH_PLAN)
    owner: str = personal(foreign_key="people.id", max_length=ID, keep=WITH_PLAN)
    wave: str | None = procedure(default=None, foreign_key="waves.id", max_length=ID, keep=WITH_PLAN)
    theme: str = procedure(default="", max_length=ID, keep=WITH_PLAN)
    proved_on: date | None = procedure(default=None, keep=WITH_PLAN)
    proved_by: str = personal(default="", max_length=ID, keep=WITH_PLAN)
    proved_at: datetime | None = procedure(default=None, keep=WITH_PLAN)
    proof_note: str = case_text(default="", keep=UNTIL_REMOVED)
    reminded_for: date | None = technical(default=None, keep=WITH_PLAN)
    removed_at: datetime | None = procedure(default=None, keep=WITH_PLAN)
    revision: int = technical(default=0, keep=WITH_PLAN)


class StakeholderRow(Base, table=True):
    """One group on the map; removing it blanks its texts."""

    __tablename__ = "stakeholders"
    __table_args__ = (
        one_of("kind", GroupKind),
        one_of("disposition", Disposition),
        one_of("wanted", Disposition),
        CheckConstraint("power BETWEEN 1 AND 5", name="power_range"),
        CheckConstraint("interest BETWEEN 1 AND 5", name="interest_range"),
        at_most("note", 4_000),
    )

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_PLAN)
    kind: str = procedure(max_length=20, keep=WITH_PLAN)
    ref: str = procedure(default="", max_length=ID, keep=WITH_PLAN)
    name: str = case_text(default="", max_length=200, keep=UNTIL_REMOVED)
    power: int = procedure(keep=WITH_PLAN)
    interest: int = procedure(keep=WITH_PLAN)
    disposition: str = procedure(max_length=20, keep=WITH_PLAN)
    wanted: str = procedure(max_length=20, keep=WITH_PLAN)
    note: str = case_text(default="", keep=UNTIL_REMOVED)
    theme: str = procedure(default="", max_length=ID, keep=WITH_PLAN)
    removed_at: datetime | None = procedure(default=None, keep=WITH_PLAN)
    revision: int = technical(default=0, keep=WITH_PLAN)


class PlanHistoryRow(Base, table=True):
    """One line of the history of an entry or a group; the database refuses to change or remove it."""

    __tablename__ = "plan_history"
    __table_args__ = (one_of("did", Did), Index("uq_plan_history_subject_number", "subject", "number", unique=True))

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_PLAN)
    subject: str = procedure(max_length=ID, keep=WITH_PLAN)
    number: int = procedure(keep=WITH_PLAN)
    did: str = procedure(max_length=20, keep=WITH_PLAN)
    at: datetime = procedure(keep=WITH_PLAN)
    by: str = personal(max_length=ID, keep=WITH_PLAN)
    facts: dict[str, Any] = personal(sa_type=JSON, keep=WITH_PLAN)  # days, channels and ids before and after; no text
