"""Supporters of public ideas: addresses that wait to be confirmed, who supports what, and their links."""

from datetime import date, datetime

from sqlalchemy import LargeBinary

from storage.columns import CONSENT, personal, procedure, technical
from storage.tables.base import ID, Base

UNTIL_CONFIRMED = "7 days, or until it is confirmed"
WITH_SUPPORT = "as long as the idea; without an address once it is closed, at once when it is withdrawn"
WITH_LINK = "as long as the support it withdraws"


class SupportEntryRow(Base, table=True):
    """An address that somebody gave to support an idea, and has not confirmed yet."""

    __tablename__ = "support_entries"

    id: str = technical(primary_key=True, max_length=ID, keep=UNTIL_CONFIRMED)  # names what one page sent
    hash: str = technical(unique=True, max_length=64, keep=UNTIL_CONFIRMED)  # of the link in the mail
    case_id: str = procedure(foreign_key="cases.id", max_length=ID, keep=UNTIL_CONFIRMED)
    sealed: bytes = personal(CONSENT, UNTIL_CONFIRMED, sa_type=LargeBinary)
    expires_at: datetime = technical(index=True, keep=UNTIL_CONFIRMED)


class SupporterRow(Base, table=True):
    """One person whom one idea matters to, once; the day, not the minute."""

    __tablename__ = "supporters"

    case_id: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID, keep=WITH_SUPPORT)
    person_id: str = personal(
        CONSENT, WITH_SUPPORT, primary_key=True, foreign_key="people.id", max_length=ID, index=True
    )
    since: date = procedure(keep=WITH_SUPPORT)


class SupportLinkRow(Base, table=True):
    """A link in a mail that was confirmed: its owner withdraws by it, and comes back."""

    __tablename__ = "support_links"

    hash: str = technical(primary_key=True, max_length=64, keep=WITH_LINK)
    case_id: str = procedure(foreign_key="cases.id", max_length=ID, keep=WITH_LINK)
    person_id: str = personal(CONSENT, WITH_LINK, foreign_key="people.id", max_length=ID, index=True)
