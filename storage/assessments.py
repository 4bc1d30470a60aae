"""What the office says ideas do for goals, as it is kept: every time it is said is a version; the newest counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, and_, func, or_, select

from domain.errors import RuleBroken
from domain.goals.contribution import Idea, Said, check
from domain.words import MeasureState, Outcome, Stage
from storage import sql
from storage.queries.lines import C, T
from storage.session import Session
from storage.tables import AssessmentRow

A = sql.table(AssessmentRow)
# What is no measure and will be none has no place beside the goals.
GONE = tuple(one.value for one in (Outcome.DECLINED, Outcome.WITHDRAWN, Outcome.REJECTED, Outcome.MERGED))


@dataclass(frozen=True, slots=True)
class Version:
    """What was said of an idea at one time."""

    number: int
    at: datetime
    by: str
    said: Said


async def versions(session: Session, case_id: str) -> list[Version]:
    """Everything that was said of this idea, the first first."""
    found = await session.execute(select(A).where(A.c.case_id == case_id).order_by(A.c.number))
    return [Version(row["number"], row["at"], row["by"], _said(row)) for row in found.mappings()]


async def say(
    session: Session,
    case_id: str,
    said: Said,
    *,
    known: tuple[Iterable[str], Iterable[str]],
    number: int,
    at: datetime,
    by: str,
) -> bool:
    """Keeps what is said as the next version, False for the same again. `known`: goals and entries of catalogues.

    Raises RuleBroken, also where somebody was faster: `number` is the version that was read.
    """
    check(said, *known)
    await session.execute(select(C.c.id).where(C.c.id == case_id).with_for_update(key_share=True))
    newest = await _newest(session, case_id)
    if (newest.number if newest else 0) != number:
        raise RuleBroken("contribution.stale")
    if (newest.said if newest else Said()) == said:
        return False
    row = {"id": uuid4().hex, "case_id": case_id, "number": number + 1, "at": at, "by": by}
    row |= {"contributions": dict(said.contributions), "tags": sorted(said.tags)}
    await sql.insert(session, AssessmentRow, [row])
    return True


async def _newest(session: Session, case_id: str) -> Version | None:
    found = await versions(session, case_id)
    return found[-1] if found else None


async def ideas(session: Session) -> list[Idea]:
    """Every idea that may still become a measure, or is one, with what is said of it; by number."""
    last = select(A.c.case_id, func.max(A.c.number).label("number")).group_by(A.c.case_id).subquery()
    newest = select(A).join(last, and_(A.c.case_id == last.c.case_id, A.c.number == last.c.number)).subquery()
    found = await session.execute(_cases(newest))
    return [_idea(row) for row in found.mappings()]


def _cases(newest: Any) -> Select[Any]:
    columns = (C.c.id, C.c.number, C.c.theme, C.c.stage, C.c.measure, T.c.title)
    query = select(*columns, newest.c.contributions, newest.c.tags)
    joined = query.join_from(C, T, and_(T.c.case_id == C.c.id, T.c.version == C.c.version))
    here = or_(C.c.outcome.is_(None), C.c.outcome.not_in(GONE))
    return joined.join(newest, newest.c.case_id == C.c.id, isouter=True).where(here).order_by(C.c.number)


def _idea(row: Mapping[Any, Any]) -> Idea:
    stopped = row["measure"] == MeasureState.STOPPED
    measure = row["stage"] == Stage.FOLLOW_UP and not stopped
    given = {name: row[name] for name in ("id", "number", "title", "theme")}
    return Idea(
        **given, measure=measure, stopped=stopped, said=_said(row) if row["contributions"] is not None else Said()
    )


def _said(row: Mapping[Any, Any]) -> Said:
    return Said(dict(row["contributions"]), frozenset(row["tags"]))
