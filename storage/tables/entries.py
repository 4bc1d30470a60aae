"""Open surveys: addresses that wait to be confirmed, and people who are known for nothing else."""

from datetime import datetime

from sqlalchemy import LargeBinary

from storage.columns import CONSENT, personal, procedure, technical
from storage.tables.base import ID, Base

UNTIL_CONFIRMED = "7 days, or until it is confirmed"
UNTIL_TOLD = "until the survey's answer is sent, or the survey closes for those who do not want it"


class EntryRow(Base, table=True):
    """An address that somebody gave to take part in an open survey, and has not confirmed yet."""

    __tablename__ = "survey_entries"

    id: str = technical(primary_key=True, max_length=ID, keep=UNTIL_CONFIRMED)  # names what one page sent
    hash: str = technical(unique=True, max_length=64, keep=UNTIL_CONFIRMED)  # of the link in the mail
    wave: str = procedure(foreign_key="waves.id", max_length=ID, keep=UNTIL_CONFIRMED)
    sealed: bytes = personal(CONSENT, UNTIL_CONFIRMED, sa_type=LargeBinary)
    expires_at: datetime = technical(index=True, keep=UNTIL_CONFIRMED)


class GuestRow(Base, table=True):
    """Somebody who is known only because they take part in open surveys: no audience holds them."""

    __tablename__ = "guests"

    person_id: str = personal(CONSENT, UNTIL_TOLD, primary_key=True, foreign_key="people.id", max_length=ID)
