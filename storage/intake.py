"""The intake of an anonymous wave: opened all at once when it closes, and written in no order."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, select

from domain.errors import RuleBroken
from domain.survey.protection import Unit, visible_units
from domain.survey.sheet import Sheet, read, written_values
from domain.survey.wave_status import ASKING
from storage import drafts, sql
from storage.engine import Database
from storage.session import Session
from storage.tables import AnonymousAnswerRow, IntakeRow, WaveRow

W, INTAKE = sql.table(WaveRow), sql.table(IntakeRow)
CHANCE = random.SystemRandom()
ALL = ""  # above every unit: answers that may be shown with no unit stand here

Open = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Emptied:
    """What became of the sealed answers of a wave."""

    opened: int = 0
    unopened: int = 0  # too few: deleted as they were


async def open_ahead(db: Database, wave_id: str, open_: Open, least: int) -> Open:
    """Opens outside of any transaction what `empty_intake` will ask for, and gives what answers it.

    Thousands take seconds, in which nobody else could write. Never fewer than `least`, and none of a wave that still
    asks or was called off: those are given back to `open_`, which is not asked then either.
    """
    async with db.read() as session:
        row = (await session.execute(select(W.c.state, W.c.cancelled_at).where(W.c.id == wave_id))).one()
        sealed = [bytes(one) for one in (await session.execute(_SEALED, {"wave": wave_id})).scalars()]
    if row.state in ASKING or row.cancelled_at is not None or len(sealed) < max(least, 1):
        return open_
    opened = await asyncio.to_thread(lambda: {one: open_(one) for one in sealed})
    return lambda blob: opened[blob] if blob in opened else open_(blob)


async def empty_intake(session: Session, wave_id: str, open_: Open, least: int) -> Emptied:
    """Opens all sealed answers of a closed wave at once and writes them in no order; drafts of every mode end with it.

    Fewer than `least`, and those of a wave that was called off, are deleted as they are. One transaction, so they are
    in one place or in the other; a second call finds nothing to do. Whatever `open_` raises leaves everything as it
    was. Raises `wave.still_asking`.
    """
    row = (
        await session.execute(select(W.c.state, W.c.units, W.c.cancelled_at).where(W.c.id == wave_id).with_for_update())
    ).one()
    if row.state in ASKING:
        raise RuleBroken("wave.still_asking")
    await drafts.delete_all(session, wave_id)
    sealed = [bytes(one) for one in (await session.execute(_SEALED, {"wave": wave_id})).scalars()]
    await session.execute(delete(INTAKE).where(INTAKE.c.wave == wave_id))
    if len(sealed) < max(least, 1) or row.cancelled_at is not None:
        return Emptied(unopened=len(sealed))
    CHANCE.shuffle(sealed)
    sheets = await asyncio.to_thread(lambda: [read(open_(one).decode()) for one in sealed])
    places = _places(row.units, sheets, least)
    written = [
        {"id": uuid4().hex, "wave": wave_id, "unit": places.get(s.unit, ALL), "content": written_values(s.values)}
        for s in sheets
    ]
    await sql.insert(session, AnonymousAnswerRow, sorted(written, key=lambda one: str(one["id"])))
    return Emptied(opened=len(written))


async def forget_unopened(session: Session, wave_id: str) -> None:
    """Of a wave that is called off, what was handed in is never opened, and what was begun is not kept."""
    await drafts.delete_all(session, wave_id)
    await session.execute(delete(INTAKE).where(INTAKE.c.wave == wave_id))


_SEALED = select(INTAKE.c.sealed).where(INTAKE.c.wave == bindparam("wave"))


def _places(units: Mapping[str, Mapping[str, Any]], sheets: list[Sheet], least: int) -> dict[str, str]:
    """For every unit the lowest one at or above it that may be shown; all units together are one group as well."""
    own = Counter(sheet.unit if sheet.unit in units else ALL for sheet in sheets)
    above = {unit: str(facts.get("under") or ALL) for unit, facts in units.items()}
    tree = [Unit(ALL, None, own[ALL]), *(Unit(u, up if up in units else ALL, own[u]) for u, up in above.items())]
    shown = visible_units(tree, least)
    return {unit: _shown_above(unit, above, shown) for unit in above}


def _shown_above(unit: str, above: Mapping[str, str], shown: frozenset[str]) -> str:
    seen: set[str] = set()
    while unit not in shown and unit in above and unit not in seen:
        seen.add(unit)
        unit = above[unit]
    return unit if unit in shown else ALL
