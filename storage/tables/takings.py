"""Requests to take single answers along: who asked, why, and who agreed."""

from datetime import datetime

from domain.survey.wave_words import ResolutionState
from storage.columns import personal, procedure, technical
from storage.tables.base import ID, Base, one_of
from storage.tables.surveys import WITH_SURVEY


class TakingRow(Base, table=True):
    """One request about one wave; what was taken stands in the wave's record."""

    __tablename__ = "takings"
    __table_args__ = (one_of("state", ResolutionState),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
    by: str = personal(max_length=ID, keep=WITH_SURVEY)
    at: datetime = procedure(keep=WITH_SURVEY)
    lapses_at: datetime = procedure(keep=WITH_SURVEY)
    state: str = procedure(max_length=20, keep=WITH_SURVEY)
    reason: str = procedure(max_length=ID, keep=WITH_SURVEY)  # of `wave_reasons`
    second: str = personal(default="", max_length=ID, keep=WITH_SURVEY)
    decided_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
