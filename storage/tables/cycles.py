"""What is decided about feedback cycles and must outlive the engine that turns them."""

from datetime import datetime

from storage.columns import case_text, personal, procedure
from storage.tables.base import ID, Base, at_most
from storage.tables.surveys import WITH_SURVEY


class CyclePauseRow(Base, table=True):
    """The cycle of this survey is paused; no row: it turns."""

    __tablename__ = "cycle_pauses"
    __table_args__ = (at_most("note", 200),)

    survey: str = procedure(primary_key=True, foreign_key="surveys.id", max_length=ID, keep=WITH_SURVEY)
    note: str = case_text(default="", keep=WITH_SURVEY)
    by: str = personal(max_length=ID, keep=WITH_SURVEY)
    at: datetime = procedure(keep=WITH_SURVEY)
