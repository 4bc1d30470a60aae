"""Comparisons of a round: what a rater said of two ideas, kept once; all that count, once it is closed."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from domain.ranking.field import Pair
from domain.rounds.nouns import Round
from domain.rounds.queue import Two, possible_pairs
from domain.rounds.words import Says
from storage import sql
from storage.round_fields import compared, counting, field_ideas
from storage.round_panel import Holder, refusal
from storage.session import Session
from storage.tables import CaseRow, RoundPairRow, RoundRaterRow

Q, P, C = sql.table(RoundPairRow), sql.table(RoundRaterRow), sql.table(CaseRow)


async def said(session: Session, rater: str) -> dict[Two, Says]:
    """What this rater said so far, by the two ideas, the smaller id first."""
    found = await session.execute(select(Q.c.first, Q.c.second, Q.c.says).where(Q.c.rater == rater))
    return {(row.first, row.second): Says(row.says) for row in found}


async def save(session: Session, who: Holder, two: Two, says: Says, at: datetime, zone: ZoneInfo) -> str:
    """Keeps a rater's last word on two ideas; empty, or the code of why nothing was kept."""
    if code := await refusal(session, who, at, zone):
        return code
    found = await session.execute(select(C.c.id, C.c.submitter).where(compared(who.round), C.c.id.in_(two)))
    submitters = {row.id: row.submitter for row in found}
    if len(submitters) < len(set(two)) or two[0] == two[1]:
        return "round.idea_unknown"
    if who.person in submitters.values():
        return "round.own_idea"
    first, second = sorted(two)
    if (first, second) != two:
        says = {Says.FIRST: Says.SECOND, Says.SECOND: Says.FIRST}.get(says, says)
    key = {"rater": who.rater, "first": first, "second": second}
    values = {"says": says.value, "saved_at": at}
    if not await sql.insert_or_ignore(session, RoundPairRow, key | values):
        mine = (Q.c.rater == who.rater, Q.c.first == first, Q.c.second == second)
        await session.execute(update(Q).where(*mine).values(**values))
    return ""


async def all_pairs(session: Session, round_: Round) -> tuple[Pair, ...]:
    """Every comparison that counts: of ideas that still wait, by raters who count, and nobody's own idea in it."""
    ideas = await field_ideas(session, round_.id)
    columns = select(Q.c.rater, Q.c.first, Q.c.second, Q.c.says, P.c.person_id)
    counts = columns.join_from(Q, P, P.c.id == Q.c.rater).where(counting(round_.id), Q.c.says != Says.NOTHING.value)
    found = await session.execute(counts.order_by(Q.c.rater, Q.c.first, Q.c.second))
    return tuple(
        _pair(row.rater, row.first, row.second, row.says)
        for row in found
        if {row.first, row.second} <= ideas.keys() and row.person_id not in (ideas[row.first], ideas[row.second])
    )


async def counted(session: Session, round_: Round) -> Mapping[str, tuple[int, int]]:
    """By rater, how many comparisons they answered, and how many they are asked for."""
    ideas = await field_ideas(session, round_.id)
    done = select(Q.c.rater, func.count().label("done")).join_from(Q, P, P.c.id == Q.c.rater)
    found = await session.execute(done.where(P.c.round == round_.id).group_by(Q.c.rater))
    answered = {row.rater: int(row.done) for row in found}
    each = round_.plan.pairs_each if round_.plan is not None else 0
    own = {one.id: sum(submitter == one.person for submitter in ideas.values()) for one in round_.raters}
    return {
        one: (answered.get(one, 0), max(min(each, possible_pairs(len(ideas) - mine)), answered.get(one, 0)))
        for one, mine in own.items()
    }


def _pair(rater: str, first: str, second: str, says: str) -> Pair:
    better, worse = (second, first) if says == Says.SECOND.value else (first, second)
    return Pair(rater, better, worse, says == Says.ALIKE.value)
