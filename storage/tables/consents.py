"""Consents: who said yes or took it back, when, and to which words; the database refuses to change or remove a row."""

from datetime import datetime

from sqlalchemy import Index

from domain.consents import Consented
from storage.columns import CONSENT, personal, procedure, technical
from storage.tables.base import ID, Base, one_of

AS_PROOF = "as long as what was consented to, as proof"


class ConsentWordingRow(Base, table=True):
    """Words somebody consented to, by their hash."""

    __tablename__ = "consent_wordings"

    version: str = procedure(primary_key=True, max_length=64, keep=AS_PROOF)
    language: str = procedure(max_length=2, keep=AS_PROOF)
    text: str = procedure(keep=AS_PROOF)


class ConsentRow(Base, table=True):
    """One yes, or its withdrawal. The newest of a person about one thing holds."""

    __tablename__ = "consents"
    __table_args__ = (
        one_of("purpose", Consented),
        Index("uq_consents_subject_number", "person_id", "purpose", "ref", "number", unique=True),
    )

    id: str = technical(primary_key=True, max_length=ID, keep=AS_PROOF)
    person_id: str = personal(CONSENT, AS_PROOF, foreign_key="people.id", max_length=ID)
    purpose: str = personal(CONSENT, AS_PROOF, max_length=20)
    ref: str = personal(CONSENT, AS_PROOF, max_length=ID)  # the case, or the wave
    number: int = personal(CONSENT, AS_PROOF)
    given: bool = personal(CONSENT, AS_PROOF)
    at: datetime = personal(CONSENT, AS_PROOF)  # of surveys the day only
    via: str = procedure(max_length=20, keep=AS_PROOF)
    wording: str = personal(CONSENT, AS_PROOF, foreign_key="consent_wordings.version", max_length=64)
    basis: str = personal(CONSENT, AS_PROOF, max_length=80)  # as it was shown
