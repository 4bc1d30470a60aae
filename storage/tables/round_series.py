"""Rounds that come again and again: what a schedule starts them by, and whether it stands still."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON

from storage.columns import case_text, personal, procedure
from storage.tables.base import ID, Base, at_most

WITH_SERIES = "as long as rounds come from it"


class RoundSeriesRow(Base, table=True):
    """One series: the plan of its rounds without their days, and its dates. Ended: no round comes from it any more."""

    __tablename__ = "round_series"
    __table_args__ = (at_most("note", 200),)

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_SERIES)
    plan: dict[str, Any] = case_text(sa_type=JSON, keep=WITH_SERIES)  # with the title of its rounds
    cycle: dict[str, Any] = procedure(sa_type=JSON, keep=WITH_SERIES)
    open_days: int = procedure(keep=WITH_SERIES)
    by: str = personal(max_length=ID, keep=WITH_SERIES)
    at: datetime = procedure(keep=WITH_SERIES)
    paused_at: datetime | None = procedure(default=None, keep=WITH_SERIES)
    paused_by: str = personal(default="", max_length=ID, keep=WITH_SERIES)
    note: str = case_text(default="", keep=WITH_SERIES)  # why it stands still
    ended_at: datetime | None = procedure(default=None, keep=WITH_SERIES)
    last_on: date | None = procedure(default=None, keep=WITH_SERIES)  # the last date that came …
    last_code: str = procedure(default="", max_length=ID, keep=WITH_SERIES)  # … and what became of it
