"""Which ideas can be compared, who came too late, and everything that counts once a round is closed."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from domain.planning.facts import stated
from domain.ranking.field import Ballot, Field, Idea, Pair, Score
from domain.rounds.ballots import Ask
from domain.rounds.happenings import MOST
from domain.rounds.nouns import Candidate, Round
from domain.words import Stage, State, TaskKind
from storage import planning, sql
from storage.queries.lines import C, CaseLine, line, lines
from storage.session import Session
from storage.tables import InboxRow, RoundIdeaRow, RoundRaterRow, RoundRatingRow, TaskRow, TextRow

I, P, A = sql.table(RoundIdeaRow), sql.table(RoundRaterRow), sql.table(RoundRatingRow)  # noqa: E741 - as elsewhere
T, X, IN = sql.table(TaskRow), sql.table(TextRow), sql.table(InboxRow)

WAITS = and_(
    C.c.stage == Stage.PRIORITISATION.value,
    C.c.state == State.PRIORITISING.value,
    C.c.closed_at.is_(None),
)
_TAKEN = exists().where(I.c.case_id == C.c.id, I.c.live == true())


async def candidates(session: Session) -> tuple[Candidate, ...]:
    """Every idea that waits in prioritisation and does not sleep, by its number."""
    found = await session.execute(select(C.c.id, _TAKEN.label("taken")).where(WAITS).order_by(C.c.opened_at, C.c.id))
    return tuple(Candidate(row.id, bool(row.taken)) for row in found)


async def waiting_lines(session: Session, limit: int = MOST) -> list[CaseLine]:
    """The same for a page, without those another round has."""
    found = await session.execute(lines(WAITS, ~_TAKEN).order_by(C.c.opened_at, C.c.id).limit(limit))
    return [line(row) for row in found]


@dataclass(frozen=True, slots=True)
class Latecomer:
    """An idea that is in the next round: it came too late for this one, or this one was full."""

    case_id: str
    full: bool


async def latecomers(session: Session, round_: Round, limit: int) -> list[Latecomer]:
    """Ideas that came to prioritisation after the field was frozen, are in no round, and were not told so.

    Where the field was full, also those that found no room in it.
    """
    late = T.c.opened_at > round_.opened_at
    waits = exists().where(T.c.case_id == C.c.id, T.c.kind == TaskKind.PRIORITISE.value, T.c.closed_at.is_(None))
    came = waits.where(late) if len(round_.entries) < MOST else waits
    told = exists().where(IN.c.case_id == C.c.id, IN.c.id == late_id(round_.id, "") + C.c.id)
    known = exists().where(I.c.round == round_.id, I.c.case_id == C.c.id)  # put off meanwhile, and back again
    wanted = select(C.c.id, waits.where(late).label("late")).where(WAITS, came, ~_TAKEN, ~known, ~told)
    found = await session.execute(wanted.order_by(C.c.id).limit(limit))
    return [Latecomer(row.id, not row.late) for row in found]


def late_id(round_id: str, case_id: str) -> str:
    """The id of the news that an idea came too late for this round: the same for whoever tells it."""
    return f"missed:{round_id}:{case_id}"


def compared(round_id: str) -> ColumnElement[bool]:
    """Ideas of its field that are compared now: they wait, and were not left out when it was opened again."""
    return and_(WAITS, exists().where(I.c.case_id == C.c.id, I.c.round == round_id, I.c.kept == false()))


def counting(round_id: str) -> ColumnElement[bool]:
    """Raters of the round whose word counts."""
    return and_(P.c.round == round_id, or_(P.c.removed_at.is_(None), P.c.counts == true()))


async def field_ideas(session: Session, round_id: str) -> dict[str, str]:
    """The ideas that are compared now, each with who submitted it."""
    found = await session.execute(select(C.c.id, C.c.submitter).where(compared(round_id)))
    return {row.id: row.submitter for row in found}


async def field_of(session: Session, round_: Round, pairs: tuple[Pair, ...] = ()) -> Field:
    """What counts: the ideas that still wait, and the last word of every rater who counts; nobody's on their own.

    `pairs` are the comparisons, which stand elsewhere.
    """
    assert round_.plan is not None
    plan, mine = round_.plan, [entry.case_id for entry in round_.entries if not entry.kept]
    ideas, scores = await _ideas(session, mine), await _scores(session, round_)
    if plan.ask is Ask.APPROVALS:
        return Field(ideas, (), (), plan.settings, ballots=_ballots(scores))
    return Field(ideas, plan.criteria, scores, plan.settings, pairs)


def _ballots(scores: Iterable[Score]) -> tuple[Ballot, ...]:
    """A voter who said something, if only no, has a ballot."""
    approved: dict[str, set[str]] = {}
    for score in scores:
        approved.setdefault(score.rater, set()).update({score.idea} if score.value > 0 else ())
    return tuple(Ballot(voter, frozenset(ideas)) for voter, ideas in approved.items())


async def _ideas(session: Session, ids: Iterable[str]) -> tuple[Idea, ...]:
    """Planned figures stand for the rough ones of the text, each kind for itself."""
    newest = (X.c.case_id == C.c.id) & (X.c.version == C.c.version)
    columns = select(C.c.id, C.c.number, X.c.cost, X.c.effort).join_from(C, X, newest)
    wanted = list(ids)
    found = {row.id: row for row in await session.execute(columns.where(WAITS, C.c.id.in_(wanted)))}
    planned = await planning.totals(session, found)
    return tuple(
        Idea(one, _number(row.number), *stated(planned.get(one), row.cost, row.effort))
        for one in wanted
        if (row := found.get(one)) is not None
    )


def _number(number: str) -> int:
    """ "2026-0042" as a number that sorts alike."""
    year, _, nth = number.partition("-")
    return int(year) * 1_000_000 + int(nth) if year.isdecimal() and nth.isdecimal() else 0


async def _scores(session: Session, round_: Round) -> tuple[Score, ...]:
    known = {c.id: c for c in round_.plan.criteria} if round_.plan is not None else {}
    own = P.c.person_id == C.c.submitter
    columns = select(A.c.rater, A.c.case_id, A.c.scores, A.c.abstains)
    joined = columns.join_from(A, P, P.c.id == A.c.rater).join(C, C.c.id == A.c.case_id)
    wanted = joined.where(counting(round_.id), ~own, compared(round_.id))
    found = await session.execute(wanted.order_by(A.c.rater, A.c.case_id))
    return tuple(
        Score(row.rater, row.case_id, criterion, float(value))
        for row in found
        if not row.abstains
        for criterion, value in sorted(row.scores.items())
        if value is not None and criterion in known
    )


async def gone(session: Session, round_id: str) -> frozenset[str]:
    """Ideas of the field that are not compared: withdrawn, put off or decided meanwhile, or by the round before."""
    joined = select(I.c.case_id).join_from(I, C, C.c.id == I.c.case_id)
    wanted = joined.where(I.c.round == round_id, or_(~WAITS, I.c.kept == true()))
    return frozenset((await session.execute(wanted)).scalars())


async def lines_of(session: Session, round_: Round) -> dict[str, CaseLine]:
    """The ideas of the field as lists show them."""
    wanted = lines(C.c.id.in_([entry.case_id for entry in round_.entries]))
    return {row.id: line(row) for row in await session.execute(wanted)}
