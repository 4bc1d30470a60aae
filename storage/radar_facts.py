"""What the detectors of the radar look at, read a page at a time, so that nobody waits for it."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, true

from domain.planning.facts import Facts
from domain.planning.frame import Frame
from domain.radar.ages import Course, Span
from domain.radar.planning import Idea
from domain.radar.priorities import Ranked, Unranked
from domain.ranking.field import Field
from domain.rounds.words import RoundState
from domain.words import CommitmentState, MeasureState, Outcome, Stage, State, TaskKind
from storage import people, planning, round_fields, round_results, rounds, sql
from storage.engine import Database
from storage.queries.lines import C
from storage.round_fields import WAITS
from storage.session import Session
from storage.tables import (
    AssessmentRow,
    AssignmentRow,
    CommitmentRow,
    ContactRow,
    DeferralRow,
    PlanningRow,
    RoundIdeaRow,
    RoundRaterRow,
    RoundRow,
    TaskRow,
)

A, K, D, S = (sql.table(row) for row in (AssignmentRow, TaskRow, DeferralRow, AssessmentRow))
R, I, P, T = (sql.table(row) for row in (RoundRow, RoundIdeaRow, RoundRaterRow, ContactRow))  # noqa: E741 - as elsewhere
Y, M = sql.table(PlanningRow), sql.table(CommitmentRow)
PAGE = 500
# Put forward, or accepted and not over: what the city has chosen to do.
CHOSEN = and_(
    C.c.stage.in_((Stage.DECISION.value, Stage.FOLLOW_UP.value)),
    C.c.closed_at.is_(None),
    or_(C.c.measure.is_(None), C.c.measure != MeasureState.STOPPED.value),
    C.c.version > 0,
)


# People


async def open_tasks(db: Database) -> Mapping[str, int]:
    """How many assignments are open for each person."""
    async with db.read() as session:
        return await people.load(session)


async def asked(db: Database, since: datetime) -> Mapping[str, int]:
    """How often each person was asked for something since then: tasks, rounds, and mail of surveys."""
    queries = (
        select(A.c.person, func.count()).where(A.c.opened_at > since).group_by(A.c.person),
        select(P.c.person_id, func.count())
        .join_from(P, R, R.c.id == P.c.round)
        .where(R.c.opened_at > since)
        .group_by(P.c.person_id),
        select(T.c.person_id, func.count()).where(T.c.at > since).group_by(T.c.person_id),
    )
    found: Counter[str] = Counter()
    async with db.read() as session:
        for query in queries:
            found.update({row[0]: row[1] for row in await session.execute(query)})
    return found


# Ideas


async def _paged(db: Database, query: Select[Any]) -> AsyncIterator[Sequence[Mapping[Any, Any]]]:
    """Rows of cases by their id; each page in a transaction of its own."""
    after = ""
    while True:
        async with db.read() as session:
            found = await session.execute(query.where(C.c.id > after).order_by(C.c.id).limit(PAGE))
            rows = list(found.mappings())
        if rows:
            yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["id"]


async def unranked(db: Database, before: datetime) -> list[Unranked]:
    """Ideas that wait in prioritisation since before then, in no round that runs, and ranked by none."""
    asked_for = and_(K.c.case_id == C.c.id, K.c.kind == TaskKind.PRIORITISE.value, K.c.closed_at.is_(None))
    compared = exists().where(I.c.case_id == C.c.id, or_(I.c.live == true(), I.c.rank.is_not(None)))
    query = select(C.c.id, K.c.opened_at).join_from(C, K, asked_for)
    wanted = query.where(WAITS, K.c.opened_at < before, ~compared)
    return [Unranked(row["id"], row["opened_at"]) async for rows in _paged(db, wanted) for row in rows]


async def contributions(db: Database) -> list[Mapping[str, int]]:
    """What is said that each chosen idea does for goals."""
    newest = select(func.max(S.c.number)).where(S.c.case_id == C.c.id).correlate(C).scalar_subquery()
    said = and_(S.c.case_id == C.c.id, S.c.number == newest)
    query = select(C.c.id, S.c.contributions).join_from(C, S, said).where(CHOSEN)
    return [dict(row["contributions"]) async for rows in _paged(db, query) for row in rows]


async def planned(db: Database) -> dict[str, Idea]:
    """Every idea that something is planned of, by id, and every one that such an idea needs or excludes."""
    newest = select(func.max(Y.c.number)).where(Y.c.case_id == C.c.id).correlate(C).scalar_subquery()
    said = and_(Y.c.case_id == C.c.id, Y.c.number == newest)
    parts = [Y.c[name] for name in planning.SAID]
    query = select(*_STANDING, *parts).join_from(C, Y, said)
    found = {row["id"]: _idea(row, planning.facts_of(row)) async for rows in _paged(db, query) for row in rows}
    named = {other for one in found.values() for other in (*one.facts.needs, *one.facts.excludes)} - found.keys()
    others = sorted(named)
    for start in range(0, len(others), PAGE):
        async with db.read() as session:
            rows = await session.execute(select(*_STANDING).where(C.c.id.in_(others[start : start + PAGE])))
            found |= {row["id"]: _idea(row, Facts()) for row in rows.mappings()}
    return found


_PROMISED = exists().where(M.c.case_id == C.c.id, M.c.state != CommitmentState.DROPPED.value)
_STANDING = (
    C.c.id,
    C.c.stage,
    C.c.state,
    C.c.due_on,
    C.c.outcome,
    C.c.closed_at,
    C.c.measure,
    C.c.measure_since,
    planning.RAN_BEFORE,
    _PROMISED.label("promised"),
)


def _idea(row: Mapping[Any, Any], facts: Facts) -> Idea:
    outcome = Outcome(row["outcome"]) if row["outcome"] else None
    stands = {"due_on": row["due_on"], "outcome": outcome, "closed": row["closed_at"] is not None}
    stands |= {"promised": bool(row["promised"]), "measure": MeasureState(row["measure"]) if row["measure"] else None}
    stands |= planning.running(row)
    return Idea(row["id"], facts, Stage(row["stage"]), State(row["state"]), **stands)


async def frame(db: Database) -> Frame:
    """What everything has to fit into."""
    async with db.read() as session:
        return (await planning.frame(session)).frame


async def courses(db: Database, within: timedelta, now: datetime) -> AsyncIterator[list[Course]]:
    """When each idea was in which stage: all open ones, and those that came in within so long."""
    alive = or_(C.c.closed_at.is_(None), C.c.opened_at > now - within)
    query = select(C.c.id, C.c.closed_at).where(alive, C.c.version > 0)
    async for rows in _paged(db, query):
        async with db.read() as session:
            yield await _courses(session, rows)


async def _courses(session: Session, rows: Sequence[Mapping[Any, Any]]) -> list[Course]:
    ids = [row["id"] for row in rows]
    tasks: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    query = select(K.c.case_id, K.c.opened_at, K.c.stage).where(K.c.case_id.in_(ids))
    for row in await session.execute(query.order_by(K.c.opened_at, K.c.position)):
        tasks[row.case_id].append((row.opened_at, row.stage))
    slept: dict[str, list[Span]] = defaultdict(list)
    for row in await session.execute(select(D.c.case_id, D.c.at, D.c.ended_at).where(D.c.case_id.in_(ids))):
        slept[row.case_id].append(Span(row.at, row.ended_at))
    return [Course(row["id"], tasks[row["id"]], row["closed_at"], slept[row["id"]]) for row in rows]


# Rounds


async def computed(db: Database) -> list[tuple[Ranked, Field]]:
    """Rounds whose ranking waits for the office, with what everybody said: nothing is secret there any more."""
    async with db.read() as session:
        waiting = select(R.c.id).where(R.c.state == RoundState.COMPUTED.value).order_by(R.c.id)
        ids = list((await session.execute(waiting)).scalars())
    found = [await _ranked(db, one) for one in ids]
    return [one for one in found if one is not None]


async def _ranked(db: Database, round_id: str) -> tuple[Ranked, Field] | None:
    async with db.read() as session:
        found = await rounds.load_round(session, round_id)
        result = await round_results.load(session, round_id, found.result) if found is not None else None
        if found is None or found.plan is None or result is None:
            return None
        gone = await round_fields.gone(session, round_id)
        return Ranked(round_id, result.ranking, found.plan.take, gone), await round_fields.field_of(session, found)
