"""When people are away, and who stands in for them."""

from datetime import date, datetime

from sqlalchemy import LargeBinary

from domain.absence import Source
from domain.words import Role
from storage.columns import WITH_PERSON, personal, technical
from storage.tables.base import ID, Base, one_of


class AbsenceRow(Base, table=True):
    """Days on which somebody is away: what is asked goes to a deputy, and surveys do not write."""

    __tablename__ = "absences"
    __table_args__ = (one_of("source", Source),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    first_day: date = personal(primary_key=True, keep=WITH_PERSON)
    last_day: date = personal(index=True, keep=WITH_PERSON)
    source: str = personal(default=Source.OFFICE.value, max_length=20, keep=WITH_PERSON)


class CalendarFeedRow(Base, table=True):
    """A calendar at an address that says when somebody is away; the address is a secret, and sealed."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (one_of("by", (Source.OFFICE.value, Source.SELF.value)),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    sealed: bytes = personal(sa_type=LargeBinary, keep=WITH_PERSON)
    host: str = personal(max_length=255, keep=WITH_PERSON)
    by: str = personal(max_length=20, keep=WITH_PERSON)
    set_at: datetime = personal(keep=WITH_PERSON)
    next_at: datetime = technical(index=True, keep=WITH_PERSON)
    tried_at: datetime | None = technical(default=None, keep=WITH_PERSON)
    read_at: datetime | None = technical(default=None, keep=WITH_PERSON)
    problem: str = technical(default="", max_length=40, keep=WITH_PERSON)
    status: int = technical(default=0, keep=WITH_PERSON)
    left_out: int = technical(default=0, keep=WITH_PERSON)
    failures: int = technical(default=0, keep=WITH_PERSON)


class DeputyRow(Base, table=True):
    """Who stands in for somebody in one role; the lowest place is asked first."""

    __tablename__ = "deputies"
    __table_args__ = (one_of("role", Role),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    role: str = personal(primary_key=True, max_length=20, keep=WITH_PERSON)
    place: int = personal(primary_key=True, keep=WITH_PERSON)
    deputy_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=WITH_PERSON)
