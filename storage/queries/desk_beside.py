"""What waits for a person besides tasks: rounds to rate in, surveys to answer, advice that colleagues ask for.

Of an anonymous survey only that an invitation is open; neither its link nor anything of an answer is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from domain.rounds.words import RoundState
from domain.survey.modes import Mode
from domain.survey.questionnaire import Questionnaire
from domain.survey.questions import Text
from domain.survey.wave_status import ASKING
from domain.words import AssignmentState
from storage import sql
from storage.queries.lines import C
from storage.queries.lines import T as TEXTS
from storage.session import Session
from storage.tables import (
    AdviceRow,
    AssignmentRow,
    InvitationRow,
    PersonRow,
    QuestionnaireRow,
    RoundIdeaRow,
    RoundRaterRow,
    RoundRow,
    WaveRow,
)

R, P, F = sql.table(RoundRow), sql.table(RoundRaterRow), sql.table(RoundIdeaRow)
I, W, Q = sql.table(InvitationRow), sql.table(WaveRow), sql.table(QuestionnaireRow)  # noqa: E741
V, A, H = sql.table(AdviceRow), sql.table(AssignmentRow), sql.table(PersonRow)
MOST = 50  # of each


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in which this person has not finished."""

    rater: str
    title: str
    ideas: int
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """An open invitation; one that leads to an anonymous survey has no id here."""

    invitation: str
    title: Text
    mode: Mode
    closes_on: date | None


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """What a colleague asks."""

    id: str
    case_id: str
    number: str
    title: str
    asker: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it, what ends first before the rest."""

    rounds: Sequence[RoundLine] = ()
    surveys: Sequence[SurveyLine] = ()
    advice: Sequence[AdviceLine] = ()

    def __bool__(self) -> bool:
        return bool(self.rounds or self.surveys or self.advice)


async def of_person(session: Session, person_id: str, today: date) -> Beside:
    """What waits for this person today."""
    return Beside(
        await _rounds(session, person_id, today),
        await _surveys(session, person_id, today),
        await advice_of(session, person_id),
    )


async def _rounds(session: Session, person_id: str, today: date) -> list[RoundLine]:
    ideas = select(func.count()).select_from(F).where(F.c.round == R.c.id).scalar_subquery()
    query = select(P.c.id, R.c.plan, ideas, R.c.closes_on).join_from(P, R, R.c.id == P.c.round)
    mine = query.where(P.c.person_id == person_id, P.c.removed_at.is_(None), P.c.finished.is_(False))
    opened = mine.where(R.c.state == RoundState.OPEN.value, or_(R.c.closes_on.is_(None), R.c.closes_on >= today))
    found = await session.execute(opened.order_by(R.c.closes_on, P.c.id).limit(MOST))
    return [RoundLine(rater, str((plan or {}).get("title", "")), many, closes) for rater, plan, many, closes in found]


async def _surveys(session: Session, person_id: str, today: date) -> list[SurveyLine]:
    query = select(I.c.id, Q.c.content, W.c.mode, W.c.closes_on).join_from(I, W, W.c.id == I.c.wave)
    joined = query.join(Q, Q.c.hash == W.c.questionnaire)
    mine = joined.where(I.c.person_id == person_id, I.c.state == "invited", I.c.answered.is_(False), I.c.left == "")
    asking = mine.where(W.c.state.in_(sorted(ASKING)), W.c.paused_at.is_(None), W.c.cancelled_at.is_(None))
    opened = asking.where(or_(W.c.closes_on.is_(None), W.c.closes_on >= today))
    found = await session.execute(opened.order_by(W.c.closes_on, W.c.id).limit(MOST))
    return [_survey(*row) for row in found]


def _survey(invitation: str, content: str, mode: str, closes_on: date | None) -> SurveyLine:
    known = "" if mode == Mode.ANONYMOUS else invitation
    return SurveyLine(known, Questionnaire.from_text(content).title, Mode(mode), closes_on)


async def advice_of(session: Session, person_id: str, advice: str = "") -> list[AdviceLine]:
    """What colleagues ask this person, as long as they have their task themselves; all, or this one."""
    newest = (TEXTS.c.case_id == C.c.id) & (TEXTS.c.version == C.c.version)
    columns = select(V.c.id, V.c.case_id, C.c.number, func.coalesce(TEXTS.c.title, ""), H.c.name, V.c.asked_at)
    joined = columns.join_from(V, C, C.c.id == V.c.case_id).join(A, A.c.id == V.c.assignment).outerjoin(TEXTS, newest)
    query = joined.outerjoin(H, H.c.id == V.c.by).where(V.c.of == person_id)
    if advice:
        query = query.where(V.c.id == advice)
    else:
        query = query.where(V.c.given_at.is_(None), A.c.state == AssignmentState.OPEN.value)
    found = await session.execute(query.order_by(V.c.asked_at, V.c.id).limit(MOST))
    return [AdviceLine(row[0], row[1], row[2], row[3], row[4] or "", row[5]) for row in found]
