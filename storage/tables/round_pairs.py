"""Comparisons of two ideas: what raters of a round say where they are asked which of two comes first."""

from datetime import datetime

from sqlalchemy import CheckConstraint

from domain.rounds.words import Says
from storage.columns import personal, procedure, technical
from storage.tables.base import ID, Base, one_of
from storage.tables.rounds import WITH_ROUND


class RoundPairRow(Base, table=True):
    """What one rater says of two ideas; the one with the smaller id stands first, and the last word is the only one."""

    __tablename__ = "round_pairs"
    __table_args__ = (one_of("says", Says), CheckConstraint("first < second", name="in_order"))

    rater: str = personal(primary_key=True, foreign_key="round_raters.id", max_length=ID, keep=WITH_ROUND)
    first: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID, keep=WITH_ROUND)
    second: str = procedure(primary_key=True, foreign_key="cases.id", max_length=ID, keep=WITH_ROUND)
    says: str = personal(max_length=20, keep=WITH_ROUND)
    saved_at: datetime = technical(keep=WITH_ROUND)
