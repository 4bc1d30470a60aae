"""Goals with every version of them, what the office says of each idea, and files that are published: catalogues."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Index

from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base, at_most, one_of

WITH_GOALS = "as long as there are goals"
WITH_FILES = "as long as something is measured or written by it"


class Shelf(StrEnum):
    """What is published as a file."""

    CATALOGUE = "catalogue"
    BLUEPRINT = "blueprint"


class GoalRow(Base, table=True):
    """One goal; its row is the lock of a change, and counts its versions."""

    __tablename__ = "goals"

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_GOALS)
    position: int = procedure(keep=WITH_GOALS)  # among those that stand under the same goal
    number: int = procedure(keep=WITH_GOALS)
    removed_at: datetime | None = procedure(default=None, keep=WITH_GOALS)


class GoalVersionRow(Base, table=True):
    """One version of a goal: who changed it, when, and how it was from then on. Never changed."""

    __tablename__ = "goal_versions"
    __table_args__ = (
        at_most("title_de", 200),
        at_most("title_en", 200),
        at_most("indicator", 500),
        at_most("target", 200),
        Index("uq_goal_versions_goal_number", "goal", "number", unique=True),
    )

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_GOALS)
    goal: str = procedure(foreign_key="goals.id", max_length=ID, keep=WITH_GOALS)
    number: int = procedure(keep=WITH_GOALS)
    at: datetime = procedure(keep=WITH_GOALS)
    by: str = personal(max_length=ID, keep=WITH_GOALS)
    title_de: str = case_text(keep=WITH_GOALS)
    title_en: str = case_text(keep=WITH_GOALS)
    under: str = procedure(max_length=ID, keep=WITH_GOALS)
    indicator: str = case_text(keep=WITH_GOALS)
    target: str = case_text(keep=WITH_GOALS)
    due_on: date | None = procedure(default=None, keep=WITH_GOALS)
    owner: str = personal(max_length=ID, keep=WITH_GOALS)
    serves: list[str] = procedure(sa_type=JSON, keep=WITH_GOALS)


class AssessmentRow(Base, table=True):
    """What the office says an idea does for goals, and to which entries of catalogues it belongs. Never changed."""

    __tablename__ = "assessments"
    __table_args__ = (Index("uq_assessments_case_id_number", "case_id", "number", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep="as long as the case")
    case_id: str = procedure(foreign_key="cases.id", max_length=ID)
    number: int = procedure()
    at: datetime = procedure()
    by: str = personal(max_length=ID, keep="as long as the case")
    contributions: dict[str, int] = procedure(sa_type=JSON)  # by goal, −3 to +3; what is not there is not said
    tags: list[str] = procedure(sa_type=JSON)


class ShelfRow(Base, table=True):
    """One version of a published file; the newest of a name is in force, older ones stay readable."""

    __tablename__ = "shelf"
    __table_args__ = (one_of("kind", Shelf), Index("ix_shelf_hash", "hash"))

    kind: str = technical(primary_key=True, max_length=20, keep=WITH_FILES)
    name: str = technical(primary_key=True, max_length=ID, keep=WITH_FILES)
    number: int = technical(primary_key=True, keep=WITH_FILES)
    hash: str = technical(max_length=64, keep=WITH_FILES)
    content: str = technical(keep=WITH_FILES)
    at: datetime = technical(keep=WITH_FILES)
