"""Series of rounds: what a schedule starts them by, whether it stands still, and what became of its last date."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import exists, select

from domain.rounds.declared import Declared
from domain.rounds.happenings import RoundPlan
from domain.survey.survey import Cycle
from storage import sql
from storage.session import Session
from storage.tables import RoundRow, RoundSeriesRow

PROCESS = "process"  # instead of a person: the process definition declares it, and it alone ends it
S, R = sql.table(RoundSeriesRow), sql.table(RoundRow)


@dataclass(frozen=True, slots=True)
class Series:
    """One series; `plan` is that of its rounds, whose days are those of the first of them."""

    id: str
    plan: RoundPlan
    cycle: Cycle
    open_days: int
    by: str
    at: datetime
    paused_at: datetime | None = None
    paused_by: str = ""
    note: str = ""
    ended_at: datetime | None = None
    last_on: date | None = None
    last_code: str = ""

    @property
    def declared(self) -> bool:
        """Whether the process definition says it, so that it is changed and ended there."""
        return self.by == PROCESS


async def add(session: Session, plan: RoundPlan, cycle: Cycle, open_days: int, *, by: str, at: datetime) -> Series:
    """A series from now on."""
    series = Series(uuid4().hex, plan, cycle, open_days, by, at)
    row = {"id": series.id, "plan": plan.model_dump(mode="json"), "cycle": cycle.model_dump(mode="json")}
    await sql.insert(session, RoundSeriesRow, [row | {"open_days": open_days, "by": by, "at": at}])
    return series


async def declare(session: Session, wanted: Sequence[Declared], at: datetime) -> bool:
    """Those of the process are these from now on; all others of it end. Whether anything changed.

    A series that goes on keeps its pause and its last date; one that had ended begins anew.
    """
    rows = (await session.execute(select(S).where(S.c.by == PROCESS).with_for_update())).mappings()
    known = {row["id"]: dict(row) for row in rows}
    changed = False
    for one in wanted:
        changed |= await _declared(session, one, known.pop(one.id, None), at)
    for left in (row for row in known.values() if row["ended_at"] is None):
        changed = True
        await sql.change(session, S, left["id"], {"ended_at": at})
    return changed


async def _declared(session: Session, one: Declared, known: Mapping[str, Any] | None, at: datetime) -> bool:
    parts = {"plan": one.plan.model_dump(mode="json"), "cycle": one.cycle.model_dump(mode="json")}
    said = parts | {"open_days": one.open_days}
    if known is None:
        return await sql.insert_or_ignore(session, RoundSeriesRow, said | {"id": one.id, "by": PROCESS, "at": at})
    anew: dict[str, Any] = {}
    if known["ended_at"] is not None:
        anew = {"ended_at": None, "paused_at": None, "paused_by": "", "note": "", "at": at}
        anew |= {"last_on": None, "last_code": ""}
    if not anew and all(known[name] == value for name, value in said.items()):
        return False
    await sql.change(session, S, one.id, said | anew)
    return True


async def load(session: Session, series_id: str, *, lock: bool = False) -> Series | None:
    """The series; with `lock`, nobody else changes it until this transaction ends."""
    one = select(S).where(S.c.id == series_id)
    row = (await session.execute(one.with_for_update() if lock else one)).mappings().one_or_none()
    return None if row is None else _series(dict(row))


async def every(session: Session, limit: int = 200) -> list[Series]:
    """All there are, newest first."""
    found = await session.execute(select(S).order_by(S.c.at.desc(), S.c.id).limit(limit))
    return [_series(dict(row)) for row in found.mappings()]


async def living(session: Session) -> list[Series]:
    """Those from which rounds still come, unless they stand still."""
    found = await session.execute(select(S).where(S.c.ended_at.is_(None)).order_by(S.c.id))
    return [_series(dict(row)) for row in found.mappings()]


async def pause(session: Session, series: Series, *, note: str, by: str, at: datetime) -> Series:
    """It stands still; a second pause changes its words."""
    values = {"paused_at": at, "paused_by": by, "note": note}
    await sql.change(session, S, series.id, values)
    return replace(series, paused_at=at, paused_by=by, note=note)


async def resume(session: Session, series: Series) -> None:
    """It turns again."""
    await sql.change(session, S, series.id, {"paused_at": None, "paused_by": "", "note": ""})


async def end(session: Session, series: Series, at: datetime) -> None:
    """No round comes from it any more; those under way go on."""
    await sql.change(session, S, series.id, {"ended_at": at})


async def note_date(session: Session, series_id: str, day: date, code: str) -> None:
    """What became of this date."""
    await sql.change(session, S, series_id, {"last_on": day, "last_code": code})


async def known_round(session: Session, round_id: str) -> bool:
    """Whether the round of a date is there already."""
    return bool((await session.execute(select(exists().where(R.c.id == round_id)))).scalar_one())


async def still_running(session: Session, series_id: str) -> bool:
    """Whether a round of this series is not decided yet; one that was never announced holds up nothing."""
    mine = (R.c.series == series_id, R.c.state.not_in(("decided", "cancelled")), R.c.opens_on.is_not(None))
    return bool((await session.execute(select(exists().where(*mine)))).scalar_one())


def _series(row: Mapping[str, Any]) -> Series:
    parts = {
        "plan": RoundPlan.model_validate(row["plan"]),
        "cycle": Cycle.model_validate_json(json.dumps(row["cycle"])),
    }
    return Series(**(dict(row) | parts))
