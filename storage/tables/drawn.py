"""Out of how many those a wave asks were drawn: what says how sure its figures are of the whole group."""

from domain.survey.intervals import Drawn
from storage.columns import procedure
from storage.tables.base import ID, Base, one_of
from storage.tables.surveys import WITH_SURVEY


class WaveDrawnRow(Base, table=True):
    """How those who are asked were drawn, and of how many: settled with them, so that a later plan changes nothing."""

    __tablename__ = "wave_drawn"
    __table_args__ = (one_of("drawn", Drawn),)

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    drawn: str = procedure(max_length=20, keep=WITH_SURVEY)
    population: int = procedure(keep=WITH_SURVEY)
