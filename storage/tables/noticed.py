"""Which version of a privacy notice somebody of the house, or whoever is asked by a link, had before them."""

from datetime import datetime

from storage.columns import WITH_PERSON, personal
from storage.tables.base import ID, Base


class NoticedRow(Base, table=True):
    """A version that was in force, and linked on the page, when this person first acted under it."""

    __tablename__ = "notices_seen"

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    version: str = personal(primary_key=True, foreign_key="privacy_notices.version", max_length=64, keep=WITH_PERSON)
    first_at: datetime = personal(keep=WITH_PERSON)
