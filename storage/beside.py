"""Reads what stands beside cases and may wake them: goals, other ideas, documents, supporters; and their names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from sqlalchemy import and_, exists, func, or_, select

from domain.case import Case
from domain.deferral.beside import Beside, Name, OtherIdea, standing_of
from domain.deferral.condition import Condition
from domain.deferral.words import WakeKind
from domain.happenings import CameAbout, Deferred, Happening, Merged, Ranked, Redacted
from domain.words import CommitmentState, MeasureState, Outcome
from storage import sql
from storage.session import Session
from storage.tables import (
    CaseRow,
    CommitmentRow,
    DeferralRow,
    DocumentRow,
    GoalRow,
    GoalVersionRow,
    SupporterRow,
    TextRow,
)

C, T, P = sql.table(CaseRow), sql.table(TextRow), sql.table(CommitmentRow)
G, V, D = sql.table(GoalRow), sql.table(GoalVersionRow), sql.table(DocumentRow)
S, OFF = sql.table(SupporterRow), sql.table(DeferralRow)
LOCK = "deferrals"  # whoever makes an idea wait for another holds this counter: two could close a circle at once
AT_ONCE = 500  # ids in one statement
ASLEEP = (OFF.c.ended_at.is_(None), C.c.closed_at.is_(None))
_KEPT = exists().where(P.c.case_id == C.c.id, P.c.state == sql.code(CommitmentState.DONE))
_THEN, _BEFORE = V.alias(), V.alias()
_AIMED = (  # the last version that aimed at something else than the one before it
    select(func.max(_THEN.c.number))
    .join_from(_THEN, _BEFORE, and_(_BEFORE.c.goal == _THEN.c.goal, _BEFORE.c.number == _THEN.c.number - 1))
    .where(
        _THEN.c.goal == G.c.id,
        or_(*(_THEN.c[name].is_distinct_from(_BEFORE.c[name]) for name in ("indicator", "target", "due_on", "under"))),
    )
    .correlate(G)
    .scalar_subquery()
)
_GOAL = and_(V.c.goal == G.c.id, V.c.number == G.c.number)
_TEXT = and_(T.c.case_id == C.c.id, T.c.version == C.c.version)


@dataclass
class Wanted:
    """What is to be read."""

    goals: set[str] = field(default_factory=set)
    ideas: set[str] = field(default_factory=set)  # by id or number
    documents: set[str] = field(default_factory=set)
    supporters: dict[str, date] = field(default_factory=dict)  # of which cases, from which day on
    circles: bool = False  # who waits for whom

    @classmethod
    def by(cls, waiting: Iterable[tuple[str, Iterable[Condition]]]) -> Self:
        """For these conditions of these cases."""
        wanted = cls()
        for case_id, conditions in waiting:
            for one in conditions:
                wanted.add(one.kind, one.about)
                if one.kind == WakeKind.SUPPORTERS:
                    wanted.supporters[case_id] = date.fromisoformat(one.on)
        return wanted

    def add(self, kind: str, about: str) -> None:
        """One thing that is waited for."""
        found = {WakeKind.GOAL: self.goals, WakeKind.IDEA: self.ideas, WakeKind.DOCUMENT: self.documents}
        if about and kind in found:
            found[WakeKind(kind)].add(about)


async def read(session: Session, wanted: Wanted) -> Beside:
    """All of it, with names."""
    names: dict[str, Name] = {}
    goals, aims, removed = await _goals(session, wanted.goals, names)
    return Beside(
        goals=goals,
        aims=aims,
        removed=removed,
        ideas=await _ideas(session, wanted.ideas, names),
        waits=await _waits(session) if wanted.circles else {},
        documents=await _documents(session, wanted.documents, names),
        supporters=await _supporters(session, wanted.supporters),
        hidden=await _hidden(session, wanted.supporters),
        names=names,
    )


async def of_case(session: Session, case: Case) -> Beside:
    """What this case waits for or has waited for, as it is now; nothing is read where it never slept."""
    wanted = Wanted.by((case.id, one.conditions) for one in case.deferrals)
    return await read(session, wanted) if wanted != Wanted() else Beside()


async def for_step(session: Session, case: Case, happening: Happening, today: date) -> Beside:
    """What the rules and the letters of this step need of it; for most steps nothing, and nothing is read."""
    wanted = Wanted()
    if isinstance(happening, Deferred | Ranked):
        for one in happening.conditions:
            wanted.add(one.kind, one.about)
            wanted.circles |= one.kind == WakeKind.IDEA
            if one.kind == WakeKind.SUPPORTERS:
                wanted.supporters[case.id] = today
        if wanted.circles:
            await sql.next_number(session, LOCK)
    elif isinstance(happening, Merged):
        wanted.ideas.add(happening.into)
    elif isinstance(happening, CameAbout):
        wanted.add(happening.why, happening.about)
    elif isinstance(happening, Redacted):  # mails that wait are written anew
        return await of_case(session, case)
    return await read(session, wanted) if wanted != Wanted() else Beside()


def _in_parts(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]


async def _goals(
    session: Session, ids: set[str], names: dict[str, Name]
) -> tuple[dict[str, int], dict[str, int], frozenset[str]]:
    versions: dict[str, int] = {}
    aims: dict[str, int] = {}
    removed: set[str] = set()
    kept = (G.c.id, G.c.number, G.c.removed_at, V.c.title_de, V.c.title_en, _AIMED.label("aimed"))
    columns = select(*kept).join_from(G, V, _GOAL)
    for part in _in_parts(ids):
        for row in await session.execute(columns.where(G.c.id.in_(part))):
            versions[row.id], names[row.id] = row.number, Name(row.title_de, row.title_en)
            aims[row.id] = row.aimed or 1
            if row.removed_at is not None:
                removed.add(row.id)
    return versions, aims, frozenset(removed)


async def _ideas(session: Session, ids: set[str], names: dict[str, Name]) -> dict[str, OtherIdea]:
    found: dict[str, OtherIdea] = {}
    columns = (C.c.id, C.c.number, C.c.closed_at, C.c.outcome, C.c.measure, C.c.public, T.c.title, _KEPT.label("kept"))
    for part in _in_parts(ids):
        named = or_(C.c.id.in_(part), C.c.number.in_(part))
        for row in await session.execute(select(*columns).join_from(C, T, _TEXT).where(named)):
            measure = MeasureState(row.measure) if row.measure else None
            outcome = Outcome(row.outcome) if row.outcome else None
            standing = standing_of(measure, outcome, row.closed_at is not None, row.kept)
            found[row.id] = found[row.number] = OtherIdea(row.id, row.number, standing)
            shown = f"{row.number} “{row.title}”" if row.public and row.outcome != Outcome.WITHDRAWN else row.number
            names[row.id] = Name(shown.replace("“", "„", 1).replace("”", "“"), shown)
    return found


async def _waits(session: Session) -> dict[str, frozenset[str]]:
    found = await session.execute(
        select(OFF.c.case_id, OFF.c.conditions).join(C, C.c.id == OFF.c.case_id).where(*ASLEEP)
    )
    return {
        row.case_id: ideas
        for row in found
        if (ideas := frozenset(one["about"] for one in row.conditions if one["kind"] == WakeKind.IDEA))
    }


async def _documents(session: Session, ids: set[str], names: dict[str, Name]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for part in _in_parts(ids):
        for row in await session.execute(select(D.c.id, D.c.name, D.c.in_force_on).where(D.c.id.in_(part))):
            found[row.id], names[row.id] = row.in_force_on, Name(row.name, row.name)
    return found


async def _hidden(session: Session, ids: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for part in _in_parts(ids):
        found |= set((await session.execute(select(C.c.id).where(C.c.id.in_(part), ~C.c.public))).scalars())
    return frozenset(found)


async def _supporters(session: Session, since: dict[str, date]) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = {}
    for part in _in_parts(since):
        earliest = min(since[case_id] for case_id in part)
        mine = (S.c.case_id.in_(part), S.c.since >= earliest)
        query = select(S.c.case_id, S.c.since, func.count().label("came")).where(*mine)
        for row in await session.execute(query.group_by(S.c.case_id, S.c.since)):
            found.setdefault(row.case_id, {})[row.since] = row.came
    return found
