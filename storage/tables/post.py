"""The way out: mails as sealed bytes, the links in them as hashes, and forms whose address is not confirmed yet."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, text

from storage.columns import DUTY, SHORT, WIPED, WITH_CASE, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

WAITING = text("state IN ('queued', 'sending', 'unknown')")
TROUBLED = text("state IN ('refused', 'failed')")


class MailState(StrEnum):
    """What became of a mail; `unknown` is sent again, identically, unless it is a one-time code."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"
    FAILED = "failed"


class Purpose(StrEnum):
    """What a link opens."""

    TASK = "task"
    IDEA = "idea"
    CONFIRM = "confirm"
    ADVICE = "advice"  # one question of a colleague; its `assignment` is the id of the advice
    DESK = "desk"  # all open tasks of one person
    OBJECTION = "objection"  # an answer that was perhaps not its reader's


class MailRow(Base, table=True):
    """One mail: its bytes are frozen when it is written, sealed at rest, wiped after delivery."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", MailState),
        Index("ix_outbox_waiting", "once", "next_try", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_outbox_troubled", "created_at", sqlite_where=TROUBLED, postgresql_where=TROUBLED),
    )

    id: str = technical(primary_key=True, max_length=ID)
    case_id: str | None = procedure(default=None, foreign_key="cases.id", index=True, max_length=ID)
    wave: str | None = procedure(default=None, foreign_key="waves.id", index=True, max_length=ID)
    assignment: str = procedure(default="", max_length=ID, keep=WITH_CASE)
    person_id: str = personal(default="", max_length=ID, index=True)
    mail: str = procedure(max_length=ID)
    language: str = procedure(max_length=2)
    dedup_key: str = technical(unique=True, max_length=300, keep=WITH_CASE)
    recipient: bytes | None = personal(DUTY, WIPED, default=None, sa_type=LargeBinary)
    sealed: bytes | None = personal(DUTY, WIPED, default=None, sa_type=LargeBinary)
    sender_key: str = technical(default="", max_length=ID)
    sha256: str = technical(default="", max_length=64, keep=WITH_CASE)
    once: bool = procedure(default=False)
    state: str = procedure(default=MailState.QUEUED.value, max_length=20)
    attempts: int = technical(default=0)
    created_at: datetime = procedure()
    next_try: datetime = technical()
    claimed_until: datetime | None = technical(default=None)
    sent_at: datetime | None = procedure(default=None)
    code: int | None = technical(default=None)
    reply_text: str = technical(default="", max_length=500)
    wiped_at: datetime | None = technical(default=None)


class LinkRow(Base, table=True):
    """One link in a mail: the token's hash, and what it is bound to."""

    __tablename__ = "links"
    __table_args__ = (one_of("purpose", Purpose),)

    hash: str = technical(primary_key=True, max_length=64)
    purpose: str = procedure(max_length=20)
    case_id: str | None = procedure(default=None, foreign_key="cases.id", index=True, max_length=ID)
    assignment: str = procedure(default="", index=True, max_length=ID)
    person_id: str = personal(default="", index=True, max_length=ID)
    submission_id: str | None = procedure(default=None, foreign_key="submissions.id", max_length=ID)
    text_version: int = procedure(default=0)
    created_at: datetime = technical()
    expires_at: datetime = technical()
    revoked_at: datetime | None = technical(default=None)
    decided_at: datetime | None = procedure(default=None)


class SubmissionRow(Base, table=True):
    """A form whose address is not confirmed yet: sealed, and gone after a week."""

    __tablename__ = "submissions"

    id: str = technical(primary_key=True, max_length=ID)
    sealed: bytes | None = personal(DUTY, "7 days unless confirmed", default=None, sa_type=LargeBinary)
    created_at: datetime = technical(keep=SHORT)
    expires_at: datetime = technical(keep=SHORT, index=True)
    confirmed_at: datetime | None = technical(default=None)
    case_id: str | None = procedure(default=None, max_length=ID)
    wiped_at: datetime | None = technical(default=None)
