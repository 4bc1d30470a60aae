"""The case: where it stands. Columns are the fields of `domain.case.Case`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text

from domain.words import MeasureState, Outcome, ProjectState, Source, Stage, State
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

OPEN = text("closed_at IS NULL")
ONLY_OPEN: dict[str, Any] = {"sqlite_where": OPEN, "postgresql_where": OPEN}
STALE = text("worded <> revision")
COUNTED = ("state", "version", "measure", "revision", "last_at")


class CaseRow(Base, table=True):
    """One idea; its row is the lock that every step takes."""

    __tablename__ = "cases"
    __table_args__ = (
        one_of("stage", Stage),
        one_of("state", State),
        one_of("source", Source),
        one_of("outcome", Outcome),
        one_of("project", ProjectState),
        one_of("measure", MeasureState),
        Index("ix_cases_state_opened_at", "state", "opened_at", "id", "version"),
        # All that the board counts and sorts by.
        Index("ix_cases_open", *("stage", "due_on", "opened_at", "id"), *COUNTED, **ONLY_OPEN),
        Index("ix_cases_opened_at", "opened_at", "id"),
        Index("ix_cases_public_opened_at", "public", "opened_at", "id"),
        Index("ix_cases_wake", "wake", **ONLY_OPEN),
        Index("ix_cases_due_on", "due_on", **ONLY_OPEN),
        Index("ix_cases_stale", "id", sqlite_where=STALE, postgresql_where=STALE),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    number: str = procedure(unique=True, max_length=20)
    process: str = procedure(foreign_key="processes.hash", max_length=64)
    submitter: str = personal(foreign_key="people.id", index=True, max_length=ID)
    source: str = procedure(max_length=20)
    opened_at: datetime = procedure()
    last_at: datetime = procedure()
    stage: str = procedure(max_length=20)
    state: str = procedure(max_length=20)
    seq: int = procedure(default=0)
    events: int = procedure(default=0)
    head: str = procedure(default="", max_length=64)
    named: bool = personal(default=False)
    public: bool = procedure(default=False)
    outcome: str | None = procedure(default=None, max_length=20)
    project: str | None = procedure(default=None, max_length=20)
    measure: str | None = procedure(default=None, max_length=20)
    measure_since: date | None = procedure(default=None)
    merged_into: str = procedure(default="", max_length=ID)
    reviews_needed: int = procedure(default=0)
    wake: datetime | None = procedure(default=None)
    due_on: date | None = procedure(default=None)
    closed_at: datetime | None = procedure(default=None)
    paused_at: datetime | None = procedure(default=None)
    pause: str = procedure(default="", max_length=ID)
    complete_at: datetime | None = procedure(default=None)
    held_until: datetime | None = procedure(default=None)
    # Counts every change to the case or to what belongs to it: whoever changes a part, counts.
    revision: int = technical(default=0, keep="as long as the case")
    # The revision whose words can be searched; another one means that a release of before, or a hand, changed the case.
    worded: int = technical(default=0, keep="as long as the case", sa_column_kwargs={"server_default": "0"})
    # Names of the kinds of parts it has, blanks between them: a case has few of many kinds, and each is a table to ask.
    holds: str = technical(default="", keep="as long as the case", max_length=500)
    # Of the newest text, so that lists need not look for it.
    version: int = technical(default=0, keep="as long as the case")
    theme: str = procedure(default="", max_length=ID)
    search: str = case_text(default="")  # number and title, case folded: SQLite folds ASCII only


class CounterRow(Base, table=True):
    """Numbers that are given out once, and versions of what is cached."""

    __tablename__ = "counters"

    name: str = technical(primary_key=True, max_length=ID, keep="always")
    value: int = technical(keep="always")
