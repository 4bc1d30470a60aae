"""What waits for somebody's daily mail, which mails they were written, and how they want them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, text

from domain.digest import Wish
from storage.columns import SHORT, WITH_CASE, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

WAITS = text("mail_id = ''")


class DigestItemRow(Base, table=True):
    """Something of an idea that somebody is told with their next daily mail: no word of it, only what happened."""

    __tablename__ = "digest_items"
    __table_args__ = (Index("ix_digest_items_waiting", "person_id", sqlite_where=WAITS, postgresql_where=WAITS),)

    key: str = technical(primary_key=True, max_length=300, keep=SHORT)
    person_id: str = personal(foreign_key="people.id", max_length=ID, keep=SHORT)
    case_id: str = procedure(foreign_key="cases.id", index=True, max_length=ID)
    event: str = procedure(max_length=40)
    mail: str = procedure(max_length=ID)
    assignment: str = procedure(max_length=ID, keep=WITH_CASE)
    at: datetime = procedure()
    mail_id: str = technical(default="", max_length=ID, keep=SHORT, index=True)  # "" as long as it waits


class DigestRow(Base, table=True):
    """Somebody's daily mail of one day: there is one, even if there was nothing to say."""

    __tablename__ = "digests"

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=SHORT)
    on: date = technical(primary_key=True, keep=SHORT)
    at: datetime = technical(keep=SHORT)
    mail_id: str = technical(default="", max_length=ID, keep=SHORT)
    cases: list[Any] = procedure(sa_type=JSON)  # whose titles stand in it


class DeskChoiceRow(Base, table=True):
    """How somebody wants what may wait: one mail a day, or each at once."""

    __tablename__ = "desk_choices"
    __table_args__ = (one_of("wish", Wish),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID)
    wish: str = personal(max_length=20)
    since: datetime = personal()
