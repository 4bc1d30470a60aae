"""When people are away, and who stands in for them."""

from datetime import date

from domain.absence import Source
from domain.words import Role
from storage.columns import WITH_PERSON, personal
from storage.tables.base import ID, Base, one_of


class AbsenceRow(Base, table=True):
    """Days on which somebody is away: what is asked goes to a deputy, and surveys do not write."""

    __tablename__ = "absences"
    __table_args__ = (one_of("source", Source),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    first_day: date = personal(primary_key=True, keep=WITH_PERSON)
    last_day: date = personal(index=True, keep=WITH_PERSON)
    source: str = personal(default=Source.OFFICE.value, max_length=20, keep=WITH_PERSON)


class DeputyRow(Base, table=True):
    """Who stands in for somebody in one role; the lowest place is asked first."""

    __tablename__ = "deputies"
    __table_args__ = (one_of("role", Role),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_PERSON)
    role: str = personal(primary_key=True, max_length=20, keep=WITH_PERSON)
    place: int = personal(primary_key=True, keep=WITH_PERSON)
    deputy_id: str = personal(foreign_key="people.id", index=True, max_length=ID, keep=WITH_PERSON)
