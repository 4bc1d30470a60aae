"""Where a wave comes from: what happened to an idea, and the wave whose people it asks again."""

from storage.columns import procedure
from storage.tables.base import ID, Base
from storage.tables.surveys import WITH_SURVEY


class WaveOriginRow(Base, table=True):
    """What began a wave, if it was not the office or the calendar."""

    __tablename__ = "wave_origins"

    wave: str = procedure(primary_key=True, foreign_key="waves.id", max_length=ID, keep=WITH_SURVEY)
    event: str = procedure(max_length=20, keep=WITH_SURVEY)
    days: int = procedure(default=0, keep=WITH_SURVEY)  # after it; below nought, before it was to happen
    before: str | None = procedure(default=None, foreign_key="waves.id", index=True, max_length=ID, keep=WITH_SURVEY)
