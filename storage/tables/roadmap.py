"""Roadmaps that left the office's desk, as a file or to the public: who took which, when. Never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON

from storage.columns import personal, procedure
from storage.tables.base import ID, Base, one_of

KEPT = "as long as anything is planned by it"


class RoadmapKind(StrEnum):
    """How it left."""

    SVG = "svg"
    CSV = "csv"
    ICS = "ics"
    PUBLIC = "public"


class RoadmapRow(Base, table=True):
    """One of them."""

    __tablename__ = "roadmaps"
    __table_args__ = (one_of("kind", RoadmapKind),)

    number: int = procedure(primary_key=True, keep=KEPT)
    at: datetime = procedure(keep=KEPT)
    by: str = personal(max_length=ID, keep=KEPT)
    kind: str = procedure(max_length=20, keep=KEPT)
    of: str = procedure(max_length=ID, keep=KEPT)  # the selection: "decided", "round:…", "scenario:…"
    digest: str = procedure(max_length=64, keep=KEPT)  # of the file, or of what was published
    places: list[Any] = procedure(sa_type=JSON, keep=KEPT)  # [case, "2027-Q1", "2027-Q3"], every measure in it
