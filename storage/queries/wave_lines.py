"""The record of a wave, and whether it is whole."""

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import select

from domain.chain import link_hash
from domain.survey.wave_nouns import Wave, WaveEvent
from domain.survey.wave_words import WaveEventKind
from domain.words import Via
from storage import sql
from storage.session import Session
from storage.tables import WaveEventRow

E = sql.table(WaveEventRow)
_LINE = [E.c[field.name] for field in fields(WaveEvent)]


async def lines(session: Session, wave: str) -> list[WaveEvent]:
    """Every line, the oldest first."""
    found = await session.execute(select(*_LINE).where(E.c.wave == wave).order_by(E.c.seq))
    return [
        WaveEvent(**{**row, "kind": WaveEventKind(row["kind"]), "via": Via(row["via"])}) for row in found.mappings()
    ]


def broken_at(wave: Wave, events: Sequence[WaveEvent]) -> int | None:
    """Number of the first line that is wrong or missing, or None: the record is whole and ends where the wave says."""
    previous = ""
    for expected, line in enumerate(events, 1):
        digest = link_hash(wave.id, line.seq, line.kind, line.at, line.by, line.via, line.facts, previous)
        if (line.seq, line.previous, line.hash) != (expected, previous, digest):
            return expected
        previous = line.hash
    if (len(events), previous) != (wave.events, wave.head):
        return min(len(events), wave.events) + 1
    return None
