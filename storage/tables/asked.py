"""What is asked of people about a case: tasks, assignments, commitments."""

from datetime import date, datetime

from sqlalchemy import Index, text

from domain.words import AssignmentState, CommitmentState, Stage, TaskKind
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

WAITING = text("state = 'open'")
UNDONE = text("closed_at IS NULL")
STAFF = text("kind = 'staff' AND closed_at IS NULL")
LIMITED = text("kind IN ('review', 'decide') AND closed_at IS NULL")  # domain.limits.LIMITED_ROLES
LATE = text("overdue_at IS NOT NULL AND closed_at IS NULL")


class TaskRow(Base, table=True):
    """Something one stage asks of people."""

    __tablename__ = "tasks"
    __table_args__ = (
        one_of("kind", TaskKind),
        one_of("stage", Stage),
        Index("ix_tasks_staff", "opened_at", sqlite_where=STAFF, postgresql_where=STAFF),
        Index("ix_tasks_overdue", "overdue_at", sqlite_where=LATE, postgresql_where=LATE),
        Index("ix_tasks_limited", "kind", "id", sqlite_where=LIMITED, postgresql_where=LIMITED),
        Index("ix_tasks_role_due_at", "role", "due_at", sqlite_where=UNDONE, postgresql_where=UNDONE),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    kind: str = procedure(max_length=20)
    stage: str = procedure(max_length=20)
    opened_at: datetime = procedure()
    text_version: int = procedure()
    role: str = procedure(max_length=20)
    quorum: int = procedure()
    about: str = procedure(max_length=ID)
    due_on: date | None = procedure(default=None)
    due_at: datetime | None = procedure(default=None)
    calendar: str = procedure(max_length=ID)
    remind_at: datetime | None = procedure(default=None)
    reminded_at: datetime | None = procedure(default=None)
    overdue_at: datetime | None = procedure(default=None)
    look_at: datetime | None = procedure(default=None)
    deputy_at: datetime | None = procedure(default=None)
    escalate_at: datetime | None = procedure(default=None)
    escalated_at: datetime | None = procedure(default=None)
    silent_at: datetime | None = procedure(default=None)
    first_due_on: date | None = procedure(default=None)
    closed_at: datetime | None = procedure(default=None)


class AssignmentRow(Base, table=True):
    """One task for one person."""

    __tablename__ = "assignments"
    __table_args__ = (
        one_of("state", AssignmentState),
        Index("ix_assignments_waiting", "person", "task", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_assignments_person_opened_at", "person", "opened_at"),  # when somebody was asked last
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    task: str = procedure(index=True, max_length=ID)
    person: str = personal(max_length=ID)
    opened_at: datetime = procedure()
    state: str = procedure(max_length=20)
    text_version: int = procedure()
    closed_at: datetime | None = procedure(default=None)
    handed_to: str = procedure(max_length=ID)
    silence: str = procedure(default="", max_length=20)
    asked_as: str = procedure(default="", max_length=ID)
    for_person: str = personal(default="", max_length=ID)
    until_back: bool = procedure(default=False)
    alone_until: date | None = procedure(default=None)


class CommitmentRow(Base, table=True):
    """A promise with an owner and a date."""

    __tablename__ = "commitments"
    __table_args__ = (
        one_of("state", CommitmentState),
        at_most("text", 4_000),
        at_most("reason", 4_000),
        Index("ix_commitments_open_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    text: str = case_text()
    owner: str = personal(max_length=ID, index=True)
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    due_on: date = procedure()
    due_at: datetime = procedure()
    first_due_on: date = procedure()
    state: str = procedure(max_length=20)
    reason: str = case_text()
    level: str = procedure(default="", max_length=20)
    settled_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(default=None, keep="as long as the case")
