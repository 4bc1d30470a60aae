"""Questionnaires as they are kept: each version stays as it is from the moment somebody is asked with it."""

from datetime import datetime

from sqlalchemy import delete, select, update

from domain.errors import RuleBroken
from domain.survey.questionnaire import Questionnaire
from domain.survey.versions import Version, saved
from storage import sql
from storage.session import Session
from storage.tables import QuestionnaireRow, WaveRow

Q, W = sql.table(QuestionnaireRow), sql.table(WaveRow)


async def exactly(session: Session, content_hash: str) -> Questionnaire | None:
    """Exactly this wording."""
    content = (await session.execute(select(Q.c.content).where(Q.c.hash == content_hash))).scalar_one_or_none()
    return None if content is None else Questionnaire.from_text(content)


async def sent(session: Session, content_hash: str, at: datetime) -> None:
    """Somebody is asked with it: from now on this version stays as it is."""
    await session.execute(update(Q).where(Q.c.hash == content_hash, Q.c.sent_at.is_(None)).values(sent_at=at))


async def latest(session: Session, name: str) -> Version | None:
    """The newest version of a questionnaire; what a wave is pinned to counts as sent, it may start any moment."""
    columns = select(Q.c.version, Q.c.hash, Q.c.sent_at, Q.c.saved_at).where(Q.c.name == name)
    row = (await session.execute(columns.order_by(Q.c.version.desc()).limit(1))).one_or_none()
    if row is None:
        return None
    pinned = (await session.execute(select(W.c.id).where(W.c.questionnaire == row.hash).limit(1))).first()
    return Version(row.version, row.hash, row.sent_at or (row.saved_at if pinned else None))


async def newest(session: Session, name: str) -> Questionnaire | None:
    """What the next wave asks: the newest version of this questionnaire."""
    last = await latest(session, name)
    return None if last is None else await exactly(session, last.content_hash)


async def newest_of_all(session: Session) -> list[Questionnaire]:
    """The newest version of every questionnaire."""
    names = (await session.execute(select(Q.c.name).distinct().order_by(Q.c.name))).scalars()
    found = [await newest(session, name) for name in list(names)]
    return [form for form in found if form is not None]


async def save(session: Session, questionnaire: Questionnaire, source: str, *, at: datetime, by: str) -> Version:
    """Keeps what is written: the same content is the same version, and what was sent stays as it is.

    Raises `questionnaire.earlier` for the content of an earlier version where a later one was sent already.
    """
    last = await latest(session, questionnaire.id)
    version = saved(last, questionnaire)
    if last is not None and version == last:
        return last
    earlier = select(Q.c.version).where(Q.c.hash == version.content_hash)
    again = (await session.execute(earlier)).scalar_one_or_none()
    if last is not None and version.number == last.number:  # nobody has seen it: the new text takes its place
        await session.execute(delete(Q).where(Q.c.hash == last.content_hash))
    elif again is not None:
        raise RuleBroken("questionnaire.earlier", version=again)
    if again is not None:
        return Version(again, version.content_hash)
    row = {"hash": version.content_hash, "name": questionnaire.id, "version": version.number, "source": source}
    row |= {"content": questionnaire.text, "saved_at": at, "saved_by": by}
    await sql.insert(session, QuestionnaireRow, [row])
    return version
