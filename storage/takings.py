"""Requests to take single answers along: kept beside the wave, changed by its steps only."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import select

from domain.survey.wave_nouns import Taking, Wave
from storage import sql
from storage.mapping import from_values, to_values
from storage.session import Session
from storage.tables import TakingRow

T = sql.table(TakingRow)


async def takings_of(session: Session, wave_id: str) -> tuple[Taking, ...]:
    """Every request there was, first to last."""
    found = await session.execute(select(T).where(T.c.wave == wave_id).order_by(T.c.at, T.c.id))
    return tuple(from_values(Taking, cast("Mapping[str, Any]", one)) for one in found.mappings())


async def save(session: Session, old: Wave, new: Wave) -> None:
    """Writes requests that are new, or stand otherwise."""
    known = {one.id: to_values(one) for one in old.takings}
    for one in new.takings:
        values = to_values(one)
        if one.id not in known:
            await sql.insert(session, TakingRow, [values | {"wave": new.id}])
        elif values != known[one.id]:
            changed = {name: value for name, value in values.items() if known[one.id][name] != value}
            await sql.change(session, T, one.id, changed)
