"""People, and what belongs to them: a person is an id, addresses are rows with one owner each."""

from datetime import datetime

from domain.words import Role
from storage.columns import WITH_PERSON, personal, technical
from storage.tables.base import ID, Base, at_most, one_of


class PersonRow(Base, table=True):
    """Somebody: staff, citizen, contact, shared mailbox or service."""

    __tablename__ = "people"
    __table_args__ = (at_most("name", 200), one_of("language", ("de", "en")))

    id: str = personal(primary_key=True, max_length=ID)
    name: str = personal()
    language: str = personal(default="de", max_length=2)
    department: str = personal(default="", max_length=ID, index=True)
    shared: bool = personal(default=False)
    active: bool = personal(default=True)
    created_at: datetime = personal()
    deactivated_at: datetime | None = personal(default=None)
    external: str = personal(default="", max_length=20)  # "" for staff, else what they are to the city
    superior: str = personal(default="", max_length=ID)  # id of whoever they report to
    opted_out_at: datetime | None = personal(default=None)  # of surveys and of notices that are no duties
    redacted_at: datetime | None = technical(default=None, keep=WITH_PERSON)


class AddressRow(Base, table=True):
    """One mail address, normalised; it has one owner."""

    __tablename__ = "addresses"
    __table_args__ = (at_most("address", 254),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_PERSON)
    address: str = personal(unique=True)
    person_id: str = personal(foreign_key="people.id", index=True, max_length=ID)
    main: bool = personal(default=True)
    confirmed_at: datetime | None = personal(default=None)
    refused_at: datetime | None = technical(default=None, keep=WITH_PERSON)


class RoleRow(Base, table=True):
    """What a person is entrusted with."""

    __tablename__ = "roles"
    __table_args__ = (one_of("role", (*Role, "admin")),)

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID)
    role: str = personal(primary_key=True, max_length=20)
    since: datetime = personal()


class InterestRow(Base, table=True):
    """A theme a person knows about."""

    __tablename__ = "interests"

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID)
    theme: str = personal(primary_key=True, max_length=ID)


class FunctionRow(Base, table=True):
    """What a person is in the house, by the ids of the process definition."""

    __tablename__ = "functions"

    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID)
    function: str = personal(primary_key=True, max_length=ID)
