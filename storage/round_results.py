"""Rankings of a round: each kept under its number, and none is ever written over."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select

from domain.ranking.field import Field
from domain.ranking.ranking import Ranking
from domain.rounds.analysis import Analysis
from storage import sql
from storage.session import Session
from storage.tables import RoundResultRow

T = sql.table(RoundResultRow)
RANKING: TypeAdapter[Ranking] = TypeAdapter(Ranking)
NOTHING = Analysis()
ANALYSIS: TypeAdapter[Analysis] = TypeAdapter(Analysis)


@dataclass(frozen=True, slots=True)
class Result:
    """One ranking, how many people and answers it comes from, and when; what is said beside it."""

    number: int
    at: datetime
    raters: int
    scores: int
    ranking: Ranking
    digest: str
    analysis: Analysis = NOTHING


async def keep(
    session: Session, round_id: str, field: Field, ranking: Ranking, at: datetime, analysis: Analysis = NOTHING
) -> Result:
    """Kept under the next number, whether or not the round ever heard of the one before.

    Its errand is struck off in the same transaction, so the same ranking is never kept twice.
    """
    last = select(func.coalesce(func.max(T.c.number), 0)).where(T.c.round == round_id)
    number = 1 + int((await session.execute(last)).scalar_one())
    plain = asdict(ranking)
    digest = hashlib.sha256(_text(plain).encode()).hexdigest()
    raters, said = len(field.voices), len(field.scores) + len(field.pairs) + sum(len(b.ideas) for b in field.ballots)
    row = {"round": round_id, "number": number, "at": at, "raters": raters, "scores": said, "digest": digest}
    beside = json.loads(_text(asdict(analysis)))
    await sql.insert(session, RoundResultRow, [row | {"ranking": json.loads(_text(plain)), "analysis": beside}])
    return Result(number, at, raters, said, ranking, digest, analysis)


def _text(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


async def load(session: Session, round_id: str, number: int) -> Result | None:
    """The ranking with this number."""
    row = (await session.execute(select(T).where(T.c.round == round_id, T.c.number == number))).mappings().one_or_none()
    return None if row is None else _result(row)


async def every(session: Session, round_id: str) -> list[Result]:
    """All of a round's rankings, the first one first."""
    found = await session.execute(select(T).where(T.c.round == round_id).order_by(T.c.number))
    return [_result(row) for row in found.mappings()]


def _result(row: Any) -> Result:
    ranking, analysis = RANKING.validate_python(row["ranking"]), ANALYSIS.validate_python(row["analysis"] or {})
    return Result(row["number"], row["at"], row["raters"], row["scores"], ranking, row["digest"], analysis)
