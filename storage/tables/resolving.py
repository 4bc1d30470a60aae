"""Finding out whose a confidential answer is: who may, who asked and agreed, and who has looked."""

from datetime import datetime

from sqlalchemy import JSON

from domain.survey.wave_words import ResolutionState
from storage.columns import personal, procedure, technical
from storage.tables.base import ID, Base, one_of
from storage.tables.surveys import WITH_SURVEY


class WaveResolverRow(Base, table=True):
    """Somebody the promise of a wave names, as it was when the wave started."""

    __tablename__ = "wave_resolvers"

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    person_id: str = personal(primary_key=True, foreign_key="people.id", max_length=ID, keep=WITH_SURVEY)


class ResolutionRow(Base, table=True):
    """A request about one answer code; whose it is stands nowhere here."""

    __tablename__ = "resolutions"
    __table_args__ = (one_of("state", ResolutionState),)

    id: str = technical(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    wave: str = procedure(foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
    code: str = personal(max_length=ID, keep=WITH_SURVEY)
    by: str = personal(max_length=ID, keep=WITH_SURVEY)
    at: datetime = procedure(keep=WITH_SURVEY)
    lapses_at: datetime = procedure(keep=WITH_SURVEY)
    state: str = procedure(max_length=20, keep=WITH_SURVEY)
    reason: str = procedure(max_length=ID, keep=WITH_SURVEY)  # of `wave_reasons`
    second: str = personal(default="", max_length=ID, keep=WITH_SURVEY)
    decided_at: datetime | None = procedure(default=None, keep=WITH_SURVEY)
    seen: list[str] = personal(sa_type=JSON, keep=WITH_SURVEY)


class ResolutionShownRow(Base, table=True):
    """That one of the two was shown who it was: the key lets it happen once."""

    __tablename__ = "resolutions_shown"

    resolution: str = technical(primary_key=True, foreign_key="resolutions.id", max_length=ID, keep=WITH_SURVEY)
    person_id: str = personal(primary_key=True, max_length=ID, keep=WITH_SURVEY)
    at: datetime = procedure(keep=WITH_SURVEY)
