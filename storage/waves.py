"""Waves as frozen values: read under the lock that every step takes."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import select

from domain.case import Reason
from domain.survey.wave_nouns import Topic, Wave
from storage import sql
from storage.session import Session
from storage.tables import WaveReasonRow, WaveRow, WaveTopicRow

W, T, R = sql.table(WaveRow), sql.table(WaveTopicRow), sql.table(WaveReasonRow)
WAVE: TypeAdapter[Wave] = TypeAdapter(Wave)


async def load_wave(session: Session, wave_id: str, *, lock: bool = False) -> Wave | None:
    """The wave as it is now; with `lock`, nobody else changes it until this transaction ends."""
    one = select(W).where(W.c.id == wave_id)
    statement = one.with_for_update(key_share=True) if lock else one
    row = (await session.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    topics = await session.execute(select(T).where(T.c.wave == wave_id).order_by(T.c.position))
    reasons = await session.execute(select(R).where(R.c.wave == wave_id).order_by(R.c.at, R.c.id))
    parts = {
        "topics": tuple(_only(Topic, one) for one in topics.mappings()),
        "reasons": tuple(_only(Reason, one) for one in reasons.mappings()),
    }
    return WAVE.validate_python(_only(Wave, row) | parts)


def _only(kind: type[Any], row: Any) -> dict[str, Any]:
    """The columns that are fields of the noun."""
    values = cast("Mapping[str, Any]", row)
    return {field.name: values[field.name] for field in fields(kind) if field.name in values}
