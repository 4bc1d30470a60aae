"""Canvases and story maps of ideas: one row for each, and every version of what stands in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index

from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base

WITH_CASE = "as long as the case"


class CanvasRow(Base, table=True):
    """One canvas of one idea; its row is the lock of a change, and counts its versions."""

    __tablename__ = "canvases"

    case_id: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID)
    blueprint: str = procedure(primary_key=True, max_length=ID)
    number: int = procedure()
    shown: bool = procedure(default=False)  # to reviewers, behind their link
    shown_by: str = personal(default="", max_length=ID, keep=WITH_CASE)
    shown_at: datetime | None = procedure(default=None)


class CanvasVersionRow(Base, table=True):
    """What stood in it from then on; a version can be blanked, never changed."""

    __tablename__ = "canvas_versions"
    __table_args__ = (Index("uq_canvas_versions_place", "case_id", "blueprint", "number", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_CASE)
    case_id: str = procedure(foreign_key="cases.id", max_length=ID)
    blueprint: str = procedure(max_length=ID)
    number: int = procedure()
    hash: str = technical(max_length=64, keep=WITH_CASE)  # of the blueprint it was written by
    at: datetime = procedure()
    by: str = personal(max_length=ID, keep=WITH_CASE)
    content: dict[str, Any] = case_text(sa_type=JSON)
    redacted_at: datetime | None = technical(default=None, keep=WITH_CASE)
