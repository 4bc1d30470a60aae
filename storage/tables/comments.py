"""Comments on ideas and on their tasks, and the files attached to them."""

from datetime import datetime

from sqlalchemy import Index

from domain.comments.words import Audience, Origin
from domain.may import Relation
from domain.words import Via
from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

WITH_CASE = "as long as the case"


class CommentRow(Base, table=True):
    """What somebody said beside what they were asked; its text can be blanked, never changed."""

    __tablename__ = "comments"
    __table_args__ = (
        one_of("via", Via),
        one_of("audience", Audience),
        one_of("role", Relation),
        one_of("origin", Origin),
        at_most("text", 4_000),
        at_most("redacted_why", 4_000),
        Index("ix_comments_place", "case_id", "at", "id"),
    )

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_CASE)  # names what one page sent
    case_id: str = procedure(foreign_key="cases.id", max_length=ID)
    task: str = procedure(max_length=ID)  # "" for the idea as a whole
    by: str = personal(max_length=ID, keep=WITH_CASE)
    role: str = procedure(max_length=20)  # what they were to the case
    stated_name: str = personal(max_length=200, keep=WITH_CASE)
    at: datetime = procedure()
    via: str = procedure(max_length=20)
    audience: str = procedure(max_length=20)
    text: str = case_text()
    text_version: int = procedure()
    released_at: datetime | None = procedure(default=None)
    released_by: str = personal(default="", max_length=ID, keep=WITH_CASE)
    redacted_at: datetime | None = technical(default=None, keep=WITH_CASE)
    redacted_by: str = personal(default="", max_length=ID, keep=WITH_CASE)
    redacted_why: str = case_text(default="")
    origin: str = procedure(default="page", max_length=20)
    left_out: int = procedure(default=0)  # attachments of a mail


class AttachmentRow(Base, table=True):
    """One file of a comment: its bytes lie in the folder of files, under their hash."""

    __tablename__ = "attachments"

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_CASE)
    comment_id: str = procedure(foreign_key="comments.id", index=True, max_length=ID)
    position: int = technical(keep=WITH_CASE)
    hash: str = technical(index=True, max_length=64, keep=WITH_CASE)  # "" once it was blanked
    name: str = case_text(max_length=200)
    kind: str = procedure(max_length=20)
    size: int = procedure()
