"""All that a person's own desk shows, over all ideas: what is open, what is under way, what they said before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select

from domain.case import Decision
from domain.digest import Wish
from domain.words import Role
from domain.world import Person
from storage import digests, people, radar_telling, sql
from storage.mapping import from_values
from storage.queries import desk, desk_beside
from storage.queries.desk import AnswerLine, TaskLine
from storage.queries.desk_beside import Beside
from storage.queries.lines import C
from storage.queries.lines import T as TEXTS
from storage.session import Session
from storage.tables import AssignmentRow, CaseRow, CommitmentRow, DecisionRow, InboxRow, SignStepRow

I, A, S = sql.table(InboxRow), sql.table(AssignmentRow), sql.table(CaseRow)  # noqa: E741
D, P, G = sql.table(DecisionRow), sql.table(CommitmentRow), sql.table(SignStepRow)
SPOKEN = ("signed", "objected", "refused", "sent_back")
MOST = 300


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """One person's desk as it is now."""

    person: Person
    wish: Wish | None
    tasks: tuple[TaskLine, ...]  # those of the office included, where they belong to it; due first
    under_way: frozenset[str]  # ideas in which something they sent is not processed yet
    findings: int = 0  # of the radar, that they are to see to
    beside: Beside = field(default_factory=Beside)

    @property
    def to_do(self) -> list[TaskLine]:
        """What can be answered now."""
        return [task for task in self.tasks if task.case_id not in self.under_way or not task.assignment]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision of a person, with its idea."""

    number: str
    title: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class SignedLine:
    """What a person said in a co-signature."""

    number: str
    title: str
    state: str
    remark: str
    at: datetime
    back: bool  # it was taken back


@dataclass(frozen=True, slots=True)
class SettledLine:
    """What a person said of a commitment of theirs."""

    number: str
    title: str
    text: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """Everything a person has said of ideas, newest first."""

    answers: Sequence[AnswerLine]
    decisions: Sequence[DecisionLine]
    settled: Sequence[SettledLine]
    signed: Sequence[SignedLine] = ()


async def own_desk(session: Session, person_id: str, today: date) -> OwnDesk | None:
    """The desk of this person as it is that day; None for a stranger."""
    person = await people.get(session, person_id)
    if person is None:
        return None
    wishes = await digests.wishes(session, [person_id])
    tasks = await open_tasks(session, person)
    findings = await radar_telling.to_see_to(session, person_id, office=False, today=today)
    waits = await desk_beside.of_person(session, person_id, today)
    under_way = await _under_way(session, person_id, tasks)
    return OwnDesk(person, wishes.get(person_id), tuple(tasks), under_way, findings, waits)


async def open_tasks(session: Session, person: Person) -> list[TaskLine]:
    """All that waits for this person, and for the office where they belong to it: due first."""
    mine = await desk.tasks_of(session, person.id, limit=MOST)
    office = await desk.office_tasks(session, limit=MOST) if Role.OFFICE in person.roles else []
    return sorted((*mine, *office), key=lambda t: (t.due_at is None, t.due_at or t.opened_at, t.number, t.task))


async def _under_way(session: Session, person_id: str, tasks: Sequence[TaskLine]) -> frozenset[str]:
    cases = sorted({task.case_id for task in tasks if task.assignment})
    if not cases:
        return frozenset()
    waits = or_(I.c.verdict.is_(None), I.c.verdict.like("stuck:%"))
    mine = (I.c.case_id.in_(cases), I.c.by == person_id, I.c.via == "link", waits)
    return frozenset((await session.execute(select(I.c.case_id).where(*mine))).scalars())


async def task_of(session: Session, person_id: str, assignment: str) -> TaskLine | None:
    """One task this person was ever given."""
    found = await desk.tasks_of(session, person_id, every=True, assignment=assignment)
    return found[0] if found else None


async def assigned(session: Session, person_id: str, assignment: str) -> tuple[str, int] | None:
    """The idea and the version of its text for which this person was given this assignment; None for another's."""
    mine = select(A.c.case_id, A.c.text_version).where(A.c.id == assignment, A.c.person == person_id)
    row = (await session.execute(mine)).first()
    return None if row is None else (row.case_id, row.text_version)


async def processes_of(session: Session, cases: Sequence[str]) -> dict[str, str]:
    """Which version of the process each of these ideas follows."""
    found = await session.execute(select(S.c.id, S.c.process).where(S.c.id.in_(sorted(set(cases)))))
    return {row.id: row.process for row in found}


async def said_by(session: Session, person_id: str, *, limit: int = 100) -> Said:
    """What this person has answered, decided and settled."""
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    idea = (C.c.number.label("case_number"), TEXTS.c.title.label("case_title"))
    decided = select(*D.c, *idea).select_from(D).join(C, C.c.id == D.c.case_id).outerjoin(TEXTS, newest)
    found = await session.execute(decided.where(D.c.by == person_id).order_by(D.c.at.desc(), D.c.id).limit(limit))
    decisions = [
        DecisionLine(row["case_number"], row["case_title"] or "", from_values(Decision, dict(row)))
        for row in found.mappings()
    ]
    settled = select(C.c.number, TEXTS.c.title, P.c.text, P.c.state, P.c.settled_at).select_from(P)
    joined = settled.join(C, C.c.id == P.c.case_id).outerjoin(TEXTS, newest)
    mine = (P.c.owner == person_id, P.c.settled_at.is_not(None))
    rows = await session.execute(joined.where(*mine).order_by(P.c.settled_at.desc(), P.c.id).limit(limit))
    return Said(
        await desk.answers_of(session, person_id, limit=limit),
        decisions,
        [SettledLine(row[0], row[1] or "", row[2], row[3], row[4]) for row in rows],
        await _signed_by(session, person_id, limit),
    )


async def _signed_by(session: Session, person_id: str, limit: int) -> list[SignedLine]:
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    signed = select(C.c.number, TEXTS.c.title, G.c.state, G.c.remark, G.c.at, G.c.objected_at).select_from(G)
    joined = signed.join(C, C.c.id == G.c.case_id).outerjoin(TEXTS, newest)
    mine = (G.c.person == person_id, G.c.state.in_(SPOKEN))
    rows = await session.execute(joined.where(*mine).order_by(G.c.at.desc(), G.c.id).limit(limit))
    return [SignedLine(row[0], row[1] or "", row[2], row[3], row[4], row[5] is not None) for row in rows]
