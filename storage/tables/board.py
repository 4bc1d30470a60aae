"""What the office sets for its board: limits of work under way, every version of them."""

from datetime import datetime

from sqlalchemy import JSON

from storage.columns import personal, procedure
from storage.tables.base import Base

WITH_BOARD = "as long as there is a board"


class LimitsRow(Base, table=True):
    """One version of the limits: who set them, when, and how they were from then on. Never changed."""

    __tablename__ = "work_limits"

    number: int = procedure(primary_key=True, keep=WITH_BOARD)
    at: datetime = procedure(keep=WITH_BOARD)
    by: str = personal(max_length=80, keep=WITH_BOARD)
    stages: dict[str, int] = procedure(sa_type=JSON, keep=WITH_BOARD)
    roles: dict[str, int] = procedure(sa_type=JSON, keep=WITH_BOARD)
    person: int | None = procedure(default=None, keep=WITH_BOARD)
    people: dict[str, int] = personal(sa_type=JSON, keep=WITH_BOARD)
    budget: int | None = procedure(default=None, keep=WITH_BOARD)  # euro
    capacity: int | None = procedure(default=None, keep=WITH_BOARD)  # person days
