"""What surveys have to do with one idea: waves that asked about it, and published answers that name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from domain.survey.questions import Text
from domain.survey.wave_words import WaveState
from storage import origins, results, sql
from storage.results import Gathering
from storage.session import Session
from storage.tables import CaseRow, PersonRow, RoleRow, SurveyRow, TextRow, WaveRow, WaveTopicRow

W, S, T, C = sql.table(WaveRow), sql.table(SurveyRow), sql.table(WaveTopicRow), sql.table(CaseRow)
X, P, R = sql.table(TextRow), sql.table(PersonRow), sql.table(RoleRow)
SHOWN = 10  # waves; the newest


@dataclass(frozen=True, slots=True)
class Naming:
    """A published answer to those who were asked that names the idea."""

    wave: str
    title: Text
    number: int
    at: datetime
    about: tuple[str, ...]  # its topics that do


@dataclass(frozen=True, slots=True)
class Subject:
    """The idea that somebody is asked about, as far as they may know it."""

    number: str
    title: str
    summary: str
    public: bool


async def subject(session: Session, case_id: str, person_id: str) -> Subject | None:
    """The idea that a wave is about: for everybody where it is public, else for those who belong to the house."""
    columns = (C.c.number, X.c.title, X.c.summary, C.c.public)
    newest = select(*columns).where(C.c.id == case_id, X.c.case_id == C.c.id).order_by(X.c.version.desc())
    row = (await session.execute(newest.limit(1))).one_or_none()
    if row is None or not (row.public or await _of_the_house(session, person_id)):
        return None
    return Subject(row.number, row.title, row.summary, row.public)


async def heading(session: Session, wave_id: str) -> tuple[str, str]:
    """Number and title of the idea of this wave, as a mail may say them: the title of a public one only."""
    origin = await origins.origin(session, wave_id)
    if origin is None:
        return "", ""
    columns = select(C.c.number, X.c.title, C.c.public).where(C.c.id == origin.case_id, X.c.case_id == C.c.id)
    row = (await session.execute(columns.order_by(X.c.version.desc()).limit(1))).one_or_none()
    return ("", "") if row is None else (row.number, row.title if row.public else "")


async def _of_the_house(session: Session, person_id: str) -> bool:
    entrusted = select(R.c.person_id).where(R.c.person_id == P.c.id).exists()
    inside = select(P.c.id).where(P.c.id == person_id, or_(P.c.department != "", entrusted))
    return (await session.execute(inside)).first() is not None


async def asked_about(session: Session, case_id: str) -> list[Gathering]:
    """Evaluated waves that asked about this idea, newest first."""
    ids = await origins.waves_about(session, case_id)
    found = [await results.gather(session, wave_id) for wave_id in ids[:SHOWN]]
    return [one for one in found if one is not None]


async def named_by(session: Session, case_id: str) -> list[Naming]:
    """Newest first."""
    joined = T.join(W, W.c.id == T.c.wave).join(S, S.c.id == W.c.survey)
    columns = select(W.c.id, W.c.number, W.c.done_at, S.c.plan, T.c.about).select_from(joined)
    mine = columns.where(T.c.case_id == case_id, W.c.state == WaveState.DONE.value)
    found: dict[str, Naming] = {}
    for row in await session.execute(mine.order_by(W.c.done_at.desc(), W.c.id, T.c.position)):
        about = (*(found[row.id].about if row.id in found else ()), row.about)
        found[row.id] = Naming(row.id, Text.model_validate(row.plan["title"]), row.number, row.done_at, about)
    return list(found.values())


async def ids_of(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """The ideas behind these numbers; of what is not there, nothing."""
    wanted = select(C.c.number, C.c.id).where(C.c.number.in_(sorted(set(numbers))), C.c.seq > 0)
    return {row.number: row.id for row in await session.execute(wanted)} if numbers else {}


async def numbers_of(session: Session, ids: Sequence[str], *, public: bool = False) -> Mapping[str, str]:
    """The numbers of these ideas, or of those of them that are public."""
    wanted = select(C.c.id, C.c.number).where(C.c.id.in_(sorted(set(ids))))
    if public:
        wanted = wanted.where(C.c.public.is_(True))
    return {row.id: row.number for row in await session.execute(wanted)} if ids else {}
