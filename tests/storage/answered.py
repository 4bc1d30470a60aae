"""Answers in their tables, written as they are: for tests of what results are made of."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from domain.survey.modes import Mode
from domain.survey.wave_words import WaveState
from storage import sql
from storage.engine import Database
from storage.tables import KEPT, WaveRow
from tests.storage.asking import MONDAY

W = sql.table(WaveRow)
Values = dict[str, Any]


async def answer(
    db: Database,
    wave: str,
    values: Sequence[Values],
    mode: Mode = Mode.ANONYMOUS,
    unit: str = "",
    by: Sequence[str] = (),
) -> list[str]:
    """One answer each; named ones need as many people."""
    row, _ = KEPT[mode]
    rows: list[dict[str, Any]] = []
    for n, said in enumerate(values):
        one: dict[str, Any] = {"id": uuid4().hex, "wave": wave, "unit": unit, "content": json.dumps(said)}
        if mode is Mode.CONFIDENTIAL:
            one["pseudonym"] = uuid4().hex
        if mode is Mode.NAMED:
            one |= {"person_id": by[n], "at": MONDAY}
        rows.append(one)
    async with db.write() as session:
        await sql.insert(session, row, rows)
    return [one["id"] for one in rows]


async def put_wave(db: Database, wave: str, **columns: Any) -> None:
    """Writes columns of a wave as they are."""
    async with db.write() as session:
        await session.execute(W.update().where(W.c.id == wave).values(**columns))


async def in_state(db: Database, wave: str, state: WaveState, **columns: Any) -> None:
    """Puts a wave into a state without its rules."""
    await put_wave(db, wave, state=state.value, **columns)
