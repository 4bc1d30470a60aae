"""How firm the newest rank of each idea is, for those that a page shows."""

from collections.abc import Sequence

from sqlalchemy import select

from domain.rounds.words import RoundState
from storage import sql
from storage.session import Session
from storage.tables import RoundIdeaRow, RoundResultRow, RoundRow

R, S, I = sql.table(RoundRow), sql.table(RoundResultRow), sql.table(RoundIdeaRow)  # noqa: E741 - as elsewhere
RANKED = (RoundState.COMPUTED.value, RoundState.DECIDED.value)


async def firmness(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """By case, in the round that ranked it last; whom nobody ranked, or nobody examined, is not there."""
    if not ids:
        return {}
    fields = select(I.c.round).where(I.c.case_id.in_(ids))
    joined = select(S.c.analysis).join_from(R, S, (S.c.round == R.c.id) & (S.c.number == R.c.result))
    query = joined.where(R.c.state.in_(RANKED), R.c.id.in_(fields)).order_by(S.c.at)
    firm = [one for row in await session.execute(query) for one in (row.analysis or {}).get("firm", ())]
    wanted = frozenset(ids)
    return {one["idea"]: one["firmness"] for one in firm if one["idea"] in wanted}
