"""What people said about a case: texts, answers, questions, reasons, decisions. Every sentence can be blanked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from domain.words import Asked, Outcome, Verdict, Via
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

ASLEEP = text("ended_at IS NULL")
REDACTED: dict[str, Any] = {"default": None, "keep": "as long as the case"}


class TextRow(Base, table=True):
    """One version of what the submitter wrote."""

    __tablename__ = "texts"
    __table_args__ = (at_most("title", 200), at_most("summary", 500), at_most("description", 10_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    version: int = procedure()
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    title: str = case_text()
    summary: str = case_text()
    description: str = case_text()
    benefits: list[dict[str, str]] = case_text(sa_type=JSON)
    theme: str = procedure(max_length=ID)
    level: str = procedure(max_length=ID)
    goals: list[str] = procedure(sa_type=JSON)
    cost: int | None = procedure(default=None)
    effort: int | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)


class AnswerRow(Base, table=True):
    """What one reviewer says."""

    __tablename__ = "answers"
    __table_args__ = (one_of("via", Via), one_of("verdict", Verdict), at_most("reason", 4_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    assignment: str = procedure(max_length=ID)
    task: str = procedure(max_length=ID)
    by: str = personal(max_length=ID, index=True)
    at: datetime = procedure()
    via: str = procedure(max_length=20)
    text_version: int = procedure()
    verdict: str = procedure(max_length=20)
    scores: dict[str, int | None] = procedure(sa_type=JSON)
    reason: str = case_text()
    stated_name: str = personal(keep="as long as the case", max_length=200)
    late: bool = procedure()
    level: str = procedure(default="", max_length=20)
    objection_until: datetime | None = procedure(default=None)
    objected_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)


class QuestionRow(Base, table=True):
    """A question to the submitter or the office, and the reply."""

    __tablename__ = "questions"
    __table_args__ = (one_of("whom", Asked), at_most("question", 4_000), at_most("reply", 4_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    by: str = personal(max_length=ID)
    asked_at: datetime = procedure()
    question: str = case_text()
    reply: str = case_text()
    replied_at: datetime | None = procedure(default=None)
    whom: str = procedure(max_length=20)
    assignment: str = procedure(max_length=ID)
    ended_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)


class PointRow(Base, table=True):
    """One thing a reviewer wants changed, and what was done about it."""

    __tablename__ = "points"
    __table_args__ = (at_most("text", 4_000), at_most("done", 4_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    answer: str = procedure(max_length=ID)
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    text: str = case_text()
    done: str = case_text()
    done_at: datetime | None = procedure(default=None)
    in_version: int = procedure()
    redacted_at: datetime | None = technical(**REDACTED)


class ReasonRow(Base, table=True):
    """Why something was done; published and internal words apart."""

    __tablename__ = "reasons"
    __table_args__ = (at_most("public", 4_000), at_most("internal", 4_000))

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    kind: str = procedure(max_length=40)
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    public: str = case_text()
    internal: str = case_text()
    redacted_at: datetime | None = technical(**REDACTED)


class DeferralRow(Base, table=True):
    """Not now, until what it waits for comes about, or its latest date."""

    __tablename__ = "deferrals"
    __table_args__ = (
        at_most("public_reason", 4_000),
        at_most("internal_reason", 4_000),
        Index("ix_deferrals_asleep", "wake_at", "case_id", sqlite_where=ASLEEP, postgresql_where=ASLEEP),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    until: date = procedure()
    wake_at: datetime = procedure()
    public_reason: str = case_text()
    internal_reason: str = case_text()
    conditions: list[dict[str, Any]] = procedure(sa_type=JSON)
    again: str = procedure(max_length=20)
    ended_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)


class DecisionRow(Base, table=True):
    """The outcome with its reasons."""

    __tablename__ = "decisions"
    __table_args__ = (
        one_of("outcome", Outcome),
        at_most("public_reason", 4_000),
        at_most("internal_reason", 4_000),
    )

    id: str = procedure(primary_key=True, max_length=ID)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    position: int = technical()
    by: str = personal(max_length=ID)
    at: datetime = procedure()
    outcome: str = procedure(max_length=20)
    public_reason: str = case_text()
    internal_reason: str = case_text()
    body: str = procedure(max_length=ID)
    body_date: date | None = procedure(default=None)
    body_number: str = procedure(max_length=200)
    votes_for: int | None = procedure(default=None)
    votes_against: int | None = procedure(default=None)
    stated_name: str = personal(keep="as long as the case", max_length=200)
    utility: float | None = procedure(default=None)
    assignment: str = procedure(default="", max_length=ID)
    level: str = procedure(default="", max_length=20)
    objection_until: datetime | None = procedure(default=None)
    objected_at: datetime | None = procedure(default=None)
    redacted_at: datetime | None = technical(**REDACTED)
