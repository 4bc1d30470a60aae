"""Planning facts of ideas, and the frame of budgets and capacities: every version of both, never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index

from storage.columns import case_text, personal, procedure, technical
from storage.tables.base import ID, Base

WITH_FRAMES = "as long as anything is planned by it"


class PlanningRow(Base, table=True):
    """What was said of one idea's costs, effort, time and ties at one time."""

    __tablename__ = "planning_facts"
    __table_args__ = (Index("uq_planning_facts_case_id_number", "case_id", "number", unique=True),)

    id: str = technical(primary_key=True, max_length=ID, keep="as long as the case")
    case_id: str = procedure(foreign_key="cases.id", max_length=ID)
    number: int = procedure()
    at: datetime = procedure()
    by: str = personal(max_length=ID, keep="as long as the case")
    costs: list[Any] = procedure(sa_type=JSON)  # [year, line, euros]
    effort: dict[str, int] = procedure(sa_type=JSON)  # person days by role
    length: int | None = procedure(default=None)  # quarters
    earliest: str = procedure(max_length=ID)  # "2027-Q1", or empty
    needs: list[str] = procedure(sa_type=JSON)
    excludes: list[str] = procedure(sa_type=JSON)
    savings: list[Any] = procedure(sa_type=JSON, default_factory=list)  # [year, euros]


class FrameRow(Base, table=True):
    """Budget lines, roles, and how much of each there is, at one time."""

    __tablename__ = "frames"

    number: int = procedure(primary_key=True, keep=WITH_FRAMES)
    at: datetime = procedure(keep=WITH_FRAMES)
    by: str = personal(max_length=ID, keep=WITH_FRAMES)
    lines: list[Any] = case_text(sa_type=JSON, keep=WITH_FRAMES)  # [id, title]
    roles: list[Any] = case_text(sa_type=JSON, keep=WITH_FRAMES)  # [id, title]
    budget: list[Any] = procedure(sa_type=JSON, keep=WITH_FRAMES)  # [year, line, euros]
    capacity: list[Any] = procedure(sa_type=JSON, keep=WITH_FRAMES)  # ["2027-Q1", role, person days]
    interest: int | None = procedure(default=None, keep=WITH_FRAMES)  # hundredths of a percent a year
