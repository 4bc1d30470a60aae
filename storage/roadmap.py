"""What the roadmap reads of every idea, and which roadmaps left the office's desk, as a file or to the public."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from domain.planning import quarters
from domain.planning.facts import Planned
from domain.planning.quarters import Quarter
from domain.roadmap.building import Standing
from domain.roadmap.schedule import Bar
from domain.roadmap.slipping import Promise
from domain.words import CommitmentState, MeasureState, Outcome, Stage
from storage import planning, sql
from storage.queries.lines import C
from storage.session import Session
from storage.tables import CommitmentRow, RoadmapKind, RoadmapRow

R, P = sql.table(RoadmapRow), sql.table(CommitmentRow)
FINISHED = (MeasureState.LIVE, MeasureState.DONE)  # nothing of it is left to plan


@dataclass(frozen=True, slots=True)
class Taken:
    """One roadmap that left the desk."""

    number: int
    at: datetime
    by: str
    kind: RoadmapKind
    of: str
    digest: str
    places: Mapping[str, tuple[Quarter, Quarter]]  # by case


# Reading


async def standings(session: Session) -> list[Standing]:
    """Every idea that is a measure, may become one, or was one; by number."""
    ideas = await planning.ideas(session)
    columns = (C.c.id, C.c.stage, C.c.outcome, C.c.measure, C.c.public)
    cases = {row["id"]: row for row in (await session.execute(select(*columns))).mappings()}
    promises = await _promises(session)
    return [_standing(one, cases[one.id], promises.get(one.id, ())) for one in ideas]


def _standing(one: Planned, case: Mapping[Any, Any], promises: Iterable[Promise]) -> Standing:
    state = case["measure"]
    done = state in FINISHED or (case["outcome"] == Outcome.SETTLED and state != MeasureState.STOPPED)
    measure = case["stage"] == Stage.FOLLOW_UP and not done and state != MeasureState.STOPPED
    return Standing(one, measure, done, bool(case["public"]), tuple(promises))


async def _promises(session: Session) -> dict[str, tuple[Promise, ...]]:
    open_ones = P.c.state == sql.code(CommitmentState.OPEN)
    found: dict[str, tuple[Promise, ...]] = {}
    for row in await session.execute(select(P.c.case_id, P.c.first_due_on, P.c.due_on).where(open_ones)):
        found[row.case_id] = (*found.get(row.case_id, ()), Promise(row.first_due_on, row.due_on))
    return found


# What left the desk


async def take(
    session: Session, kind: RoadmapKind, of: str, bars: Iterable[Bar], *, content: bytes = b"", at: datetime, by: str
) -> int:
    """Notes that a roadmap leaves: the file it is written into, or its places where it is published."""
    places = [[bar.id, str(bar.start), str(bar.end)] for bar in bars]
    digest = hashlib.sha256(content or json.dumps(places, separators=(",", ":")).encode()).hexdigest()
    number = await sql.next_number(session, "roadmaps")
    row = {"number": number, "at": at, "by": by, "kind": kind.value, "of": of, "digest": digest, "places": places}
    await sql.insert(session, RoadmapRow, [row])
    return number


async def all_taken(session: Session, limit: int = 20) -> list[Taken]:
    """The newest first."""
    found = await session.execute(select(R).order_by(R.c.number.desc()).limit(limit))
    return [_taken(row) for row in found.mappings()]


async def published(session: Session) -> Taken | None:
    """The roadmap the public knows."""
    last = select(func.max(R.c.number)).where(R.c.kind == RoadmapKind.PUBLIC.value).scalar_subquery()
    row = (await session.execute(select(R).where(R.c.number == last))).mappings().one_or_none()
    return None if row is None else _taken(row)


def _taken(row: Mapping[Any, Any]) -> Taken:
    places = {case: (quarters.read(start), quarters.read(end)) for case, start, end in row["places"]}
    kind = RoadmapKind(row["kind"])
    return Taken(row["number"], row["at"], row["by"], kind, row["of"], row["digest"], places)
