"""Scenarios as they are kept, and which one stands as a round's proposal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import func, select

from domain.errors import RuleBroken
from domain.planning.scenario import Content, Kept
from domain.rounds.nouns import Round
from domain.rounds.proposal import Proposal
from domain.rounds.words import RoundState
from storage import rounds, sql
from storage.session import Session
from storage.tables import RoundProposalRow, ScenarioRow

S, P = sql.table(ScenarioRow), sql.table(RoundProposalRow)
CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
MOST = 100  # of one round


@dataclass(frozen=True, slots=True)
class Made:
    """Which scenario was made the proposal, by whom; an empty id is the ranking's."""

    number: int
    scenario: str
    at: datetime
    by: str


async def every(session: Session, round_id: str) -> list[Kept]:
    """All scenarios of a round, the first first."""
    found = await session.execute(select(S).where(S.c.round == round_id).order_by(S.c.number))
    return [_kept(row) for row in found.mappings()]


async def load(session: Session, round_id: str, scenario_id: str) -> Kept | None:
    """One of them."""
    query = select(S).where(S.c.round == round_id, S.c.id == scenario_id)
    row = (await session.execute(query)).mappings().one_or_none()
    return None if row is None else _kept(row)


async def keep(session: Session, round_id: str, name: str, content: Content, *, at: datetime, by: str) -> str:
    """A new scenario of the round's newest result; its id. Raises RuleBroken."""
    round_ = await _to_be_decided(session, round_id)
    if any(one not in {entry.case_id for entry in round_.entries} for one in content.taken):
        raise RuleBroken("scenario.other_ideas")
    last = await _last(session, S, round_id)
    if last >= MOST:
        raise RuleBroken("scenario.too_many", most=MOST)
    row = {"id": uuid4().hex, "round": round_id, "number": last + 1, "result": round_.result, "name": name}
    await sql.insert(session, ScenarioRow, [row | {"at": at, "by": by, "content": asdict(content)}])
    return str(row["id"])


async def propose(session: Session, round_id: str, scenario_id: str, *, at: datetime, by: str) -> bool:
    """Makes it the proposal; an empty id that of the ranking again. False where it is already. Raises RuleBroken."""
    round_ = await _to_be_decided(session, round_id)
    if scenario_id:
        found = await load(session, round_id, scenario_id)
        if found is None:
            raise RuleBroken("scenario.unknown")
        if found.result != round_.result:
            raise RuleBroken("scenario.older_result")
    before = await made(session, round_id)
    if (before[-1].scenario if before else "") == scenario_id:
        return False
    row = {"id": uuid4().hex, "round": round_id, "number": len(before) + 1, "scenario": scenario_id}
    await sql.insert(session, RoundProposalRow, [row | {"at": at, "by": by}])
    return True


async def made(session: Session, round_id: str) -> list[Made]:
    """Everything that was made the proposal, the first first."""
    found = await session.execute(select(P).where(P.c.round == round_id).order_by(P.c.number))
    return [Made(row["number"], row["scenario"], row["at"], row["by"]) for row in found.mappings()]


async def proposal_of(session: Session, round_: Round) -> Proposal | None:
    """What stands in the place of the ranking's proposal; None where nothing does, or it rests on an older result."""
    before = await made(session, round_.id)
    if not before or not before[-1].scenario:
        return None
    found = await load(session, round_.id, before[-1].scenario)
    if found is None or found.result != round_.result:
        return None
    return Proposal(before[-1].number, frozenset(found.content.taken))


async def _to_be_decided(session: Session, round_id: str) -> Round:
    """The round, locked: nobody decides on it until this transaction ends."""
    round_ = await rounds.load_round(session, round_id, lock=True)
    if round_ is None or round_.state is not RoundState.COMPUTED:
        raise RuleBroken("scenario.not_to_be_decided")
    return round_


async def _last(session: Session, table: Any, round_id: str) -> int:
    newest = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.round == round_id)
    return int((await session.execute(newest)).scalar_one())


def _kept(row: Mapping[Any, Any]) -> Kept:
    names = ("id", "round", "number", "result", "name", "at", "by")
    return Kept(**{name: row[name] for name in names}, content=CONTENT.validate_python(row["content"]))
