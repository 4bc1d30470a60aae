"""Who looked behind the figures of surveys: exports, asked for and taken, and whose answers were asked about."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import select

from domain.survey.wave_nouns import WaveEvent
from domain.survey.wave_words import WaveEventKind
from storage import sql
from storage.mapping import from_values
from storage.session import Session
from storage.tables import WaveEventRow

E = sql.table(WaveEventRow)
DISCLOSING = tuple(
    sorted(kind.value for kind in WaveEventKind if kind.startswith(("exported", "resolution_", "taking_")))
)
MANY = 500


async def disclosures(session: Session, most: int = MANY) -> list[tuple[str, WaveEvent]]:
    """The newest lines of all records about it, newest first, each with the id of its wave."""
    lines = select(E).where(E.c.kind.in_(DISCLOSING)).order_by(E.c.at.desc(), E.c.wave, E.c.seq.desc()).limit(most)
    found = (await session.execute(lines)).mappings()
    return [(row["wave"], from_values(WaveEvent, cast("Mapping[str, Any]", row))) for row in found]
