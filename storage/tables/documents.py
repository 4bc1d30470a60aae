"""Laws and documents that ideas wait for: entered by hand, and marked as in force by the office."""

from datetime import date, datetime

from storage.columns import case_text, personal, procedure
from storage.tables.base import ID, Base, at_most

WITH_IDEAS = "as long as an idea waits or has waited for it"


class DocumentRow(Base, table=True):
    """One of them; ideas that sleep point at it."""

    __tablename__ = "documents"
    __table_args__ = (at_most("name", 200),)

    id: str = procedure(primary_key=True, max_length=ID, keep=WITH_IDEAS)
    name: str = case_text(keep=WITH_IDEAS)
    added_at: datetime = procedure(keep=WITH_IDEAS)
    added_by: str = personal(max_length=ID, keep=WITH_IDEAS)
    in_force_on: date | None = procedure(default=None, keep=WITH_IDEAS)  # the first day, which may be to come
    marked_at: datetime | None = procedure(default=None, keep=WITH_IDEAS)
    marked_by: str = personal(default="", max_length=ID, keep=WITH_IDEAS)
