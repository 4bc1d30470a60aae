"""Which idea a wave is about, what began it, and whose people it asks again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, or_, select

from domain.goals.heard import Heard
from domain.survey.survey import Trigger
from domain.survey.wave_words import WaveState
from storage import sql
from storage.session import Session
from storage.tables import InvitationRow, SurveyRow, WaveOriginRow, WaveRow

W, S, O = sql.table(WaveRow), sql.table(SurveyRow), sql.table(WaveOriginRow)  # noqa: E741 - one letter per table
I = sql.table(InvitationRow)  # noqa: E741
IDEA = func.coalesce(W.c.case_id, S.c.case_id)
_EVALUATED = or_(W.c.state == WaveState.ANSWERING.value, W.c.state == WaveState.DONE.value)
_ABOUT = (
    select(W.c.id)
    .select_from(W.join(S, S.c.id == W.c.survey))
    .where(bindparam("case") == IDEA, _EVALUATED, W.c.cancelled_at.is_(None))
    .order_by(W.c.closed_at.desc(), W.c.id)
)


_UNDER_WAY = (
    select(func.max(W.c.closes_on))
    .select_from(W.join(S, S.c.id == W.c.survey))
    .where(bindparam("case") == IDEA, W.c.state.in_([WaveState.PLANNED, WaveState.INVITING, WaveState.OPEN]))
)


_OF_IDEAS = (
    select(IDEA.label("idea"), W.c.id.label("wave"), O.c.event, O.c.days)
    .select_from(W.join(S, S.c.id == W.c.survey).outerjoin(O, O.c.wave == W.c.id))
    .where(IDEA.is_not(None), _EVALUATED, W.c.cancelled_at.is_(None))
    .order_by(W.c.closed_at.desc(), W.c.id)
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A wave that asks about an idea."""

    case_id: str
    event: str = ""  # "" where the office began it
    days: int = 0
    before: str | None = None  # the wave whose people it asks again


async def origin(session: Session, wave_id: str) -> Origin | None:
    """The idea of this wave and what began it; None where it is about no idea."""
    joined = W.join(S, S.c.id == W.c.survey).outerjoin(O, O.c.wave == W.c.id)
    columns = select(IDEA.label("case_id"), O.c.event, O.c.days, O.c.before).select_from(joined)
    row = (await session.execute(columns.where(W.c.id == wave_id))).one_or_none()
    if row is None or row.case_id is None:
        return None
    return Origin(row.case_id, row.event or "", row.days or 0, row.before)


async def keep(session: Session, wave_id: str, trigger: Trigger, before: str | None) -> None:
    """Notes what began a wave, with the wave."""
    row = {"wave": wave_id, "event": trigger.event, "days": trigger.days, "before": before}
    await sql.insert(session, WaveOriginRow, [row])


async def first_asked(session: Session, survey_id: str, case_id: str) -> str | None:
    """The first wave of this survey that asked anybody about this idea."""
    asked = select(I.c.id).where(I.c.wave == W.c.id, I.c.state == sql.code("invited")).exists()
    mine = (W.c.survey == survey_id, W.c.case_id == case_id, W.c.state != WaveState.CANCELLED.value, asked)
    return (await session.execute(select(W.c.id).where(*mine).order_by(W.c.number).limit(1))).scalar_one_or_none()


async def asked_before(session: Session, wave_id: str) -> frozenset[str] | None:
    """The people whom a wave has to ask again; None where it asks its audience."""
    before = (await session.execute(select(O.c.before).where(O.c.wave == wave_id))).scalar_one_or_none()
    if before is None:
        return None
    asked = select(I.c.person_id).where(I.c.wave == before, I.c.state == sql.code("invited"))
    return frozenset((await session.execute(asked)).scalars())


async def waves_about(session: Session, case_id: str) -> list[str]:
    """Evaluated waves that asked about this idea, newest first."""
    return list((await session.execute(_ABOUT, {"case": case_id})).scalars())


async def asked_until(session: Session, case_id: str) -> date | None:
    """The last day on which people who are asked about this idea, or soon will be, can answer; None if nobody is."""
    until: date | None = (await session.execute(_UNDER_WAY, {"case": case_id})).scalar_one()
    return until


async def heard(session: Session) -> list[Heard]:
    """Every evaluated wave that asked about an idea, newest first: few, beside all there are."""
    found = await session.execute(_OF_IDEAS)
    return [Heard(row.idea, row.wave, row.event or "", row.days or 0) for row in found]
