"""Waves as frozen values, and back: read and written under the lock that every step takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import uuid4

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import func, or_, select

from contracts.messenger import Letter
from domain.case import Reason
from domain.chain import broken_at
from domain.errors import RuleBroken
from domain.survey.modes import Mode
from domain.survey.taking import CLOSED
from domain.survey.wave_happenings import Planned, WavePlan
from domain.survey.wave_nouns import Topic, Wave, WaveEvent
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from domain.words import Via
from storage import inbox, resolving, sql, takings
from storage.mapping import from_values, to_values
from storage.session import Session
from storage.surveys import Survey
from storage.tables import QuestionnaireRow, SurveyRow, WaveEventRow, WaveReasonRow, WaveRow, WaveTopicRow

W, T, R, E = sql.table(WaveRow), sql.table(WaveTopicRow), sql.table(WaveReasonRow), sql.table(WaveEventRow)
Q, S = sql.table(QuestionnaireRow), sql.table(SurveyRow)
WAVE: TypeAdapter[Wave] = TypeAdapter(Wave)
ON_ITS_WAY = timedelta(days=1)
PARTS = ("topics", "reasons", "resolvers", "resolutions", "takings")


@dataclass(frozen=True, slots=True)
class Standing:
    """A wave, and what its rules do not know: when its last step was taken, and which errands are open."""

    wave: Wave
    last_at: datetime
    errands: tuple[str, ...]  # each "<errand>:<step that asked for it>", so that asking again is another


async def load_wave(session: Session, wave_id: str, *, lock: bool = False) -> Wave | None:
    """The wave as it is now; with `lock`, nobody else changes it until this transaction ends."""
    found = await load_standing(session, wave_id, lock=lock)
    return None if found is None else found.wave


async def load_standing(session: Session, wave_id: str, *, lock: bool = False) -> Standing | None:
    """The same, with what is kept beside it."""
    one = select(W).where(W.c.id == wave_id)
    statement = one.with_for_update(key_share=True) if lock else one
    row = (await session.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    topics = await session.execute(select(T).where(T.c.wave == wave_id).order_by(T.c.position))
    reasons = await session.execute(select(R).where(R.c.wave == wave_id).order_by(R.c.at, R.c.id))
    parts = {
        "topics": tuple(_only(Topic, one) for one in topics.mappings()),
        "reasons": tuple(_only(Reason, one) for one in reasons.mappings()),
        **(await _resolving(session, wave_id) if row["mode"] == Mode.CONFIDENTIAL else {}),
        **({"takings": await takings.takings_of(session, wave_id)} if row["state"] in CLOSED else {}),
    }
    wave = WAVE.validate_python(_only(Wave, row) | parts)
    return Standing(wave, row["last_at"], tuple(row["errands"]))


async def _resolving(session: Session, wave_id: str) -> dict[str, Any]:
    """Who may find out whose answers they are, and who asked to."""
    return {
        "resolvers": await resolving.resolvers_of(session, wave_id),
        "resolutions": await resolving.resolutions_of(session, wave_id),
    }


async def add_wave(session: Session, wave: Wave, *, at: datetime, case_id: str | None = None) -> None:
    """Adds a wave that is new; nothing has happened to it."""
    beside = {"last_at": at, "errands": [], "units": {}, "case_id": case_id}
    await sql.insert(session, WaveRow, [_values(wave) | beside])


async def open_wave(
    session: Session,
    survey: Survey,
    plan: WavePlan,
    *,
    by: str,
    via: Via,
    at: datetime,
    wave_id: str | None = None,
    case_id: str | None = None,
) -> Letter:
    """A wave with the next number, pinned to the latest wording, to mode and owner; accepted with this transaction.

    Who gives `wave_id` has it refused (StorageConflict) a second time. `case_id`: the idea whose event begins it.
    The letter is for the messenger.
    """
    asked = select(Q.c.hash).where(Q.c.name == survey.questionnaire).order_by(Q.c.version.desc()).limit(1)
    wording = (await session.execute(asked)).scalar_one_or_none()
    if wording is None:
        raise RuleBroken("survey.no_questionnaire")
    await session.execute(select(S.c.id).where(S.c.id == survey.id).with_for_update(key_share=True))
    last = (await session.execute(select(func.max(W.c.number)).where(W.c.survey == survey.id))).scalar_one()
    number = 0 if last is None else last + 1
    wave = Wave(wave_id or uuid4().hex, survey.id, wording, survey.mode, survey.owner, number)
    await add_wave(session, wave, at=at, case_id=case_id)
    opened = plan.model_copy(update={"public": survey.public})
    happening = Planned(id=f"planned:{wave.id}", by=by, via=via, at=at, plan=opened)
    return await inbox.put_of_wave(session, wave.id, happening)


async def public_key(session: Session, wave_id: str) -> bytes | None:
    """What its anonymous answers are sealed to; None before it asks anybody, and in other modes."""
    return (await session.execute(select(W.c.public_key).where(W.c.id == wave_id))).scalar_one_or_none()


async def known_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these waves that were opened."""
    return set((await session.execute(select(W.c.id).where(W.c.id.in_(sorted(set(ids)))))).scalars())


async def still_asking(session: Session, survey_id: str, now: datetime) -> str | None:
    """A wave of this survey that is planned or asks, if there is one; what is closed keeps no other from beginning.

    One that nothing happened to counts for a day: its plan is on its way, or was refused.
    """
    asks = W.c.state.in_([state.value for state in (WaveState.PLANNED, *sorted(ASKING))])
    lives = or_(W.c.starts_on.is_not(None), W.c.last_at > now - ON_ITS_WAY)
    found = await session.execute(select(W.c.id).where(W.c.survey == survey_id, asks, lives).limit(1))
    return found.scalar_one_or_none()


async def save_wave(session: Session, old: Wave, new: Wave) -> None:
    """Writes what `new` has and `old` had not, or otherwise."""
    before, after = _values(old), _values(new)
    await keep_beside(session, new.id, {name: value for name, value in after.items() if before[name] != value})
    await _save_topics(session, old, new)
    await resolving.save(session, old, new)
    await takings.save(session, old, new)
    known = {reason.id: reason for reason in old.reasons}
    added = [to_values(one) | {"wave": new.id} for one in new.reasons if one.id not in known]
    await sql.insert(session, WaveReasonRow, added)
    for reason in new.reasons:
        if reason.id in known and reason != known[reason.id]:
            await sql.change(session, R, reason.id, _difference(known[reason.id], reason))


async def keep_beside(session: Session, wave_id: str, columns: Mapping[str, Any]) -> None:
    """Writes these columns of its row, if there are any."""
    if columns:
        await sql.change(session, W, wave_id, columns)


async def _save_topics(session: Session, old: Wave, new: Wave) -> None:
    known = {topic.id: topic for topic in old.topics}
    added = [
        to_values(topic) | {"wave": new.id, "position": place}
        for place, topic in enumerate(new.topics)
        if topic.id not in known
    ]
    await sql.insert(session, WaveTopicRow, added)
    for topic in new.topics:
        if topic.id in known and topic != known[topic.id]:
            mine = T.update().where(T.c.wave == new.id, T.c.id == topic.id)
            await session.execute(mine.values(**_difference(known[topic.id], topic)))


def _difference(old: Any, new: Any) -> dict[str, Any]:
    before, after = to_values(old), to_values(new)
    return {name: value for name, value in after.items() if before[name] != value}


# The record


async def add_events(session: Session, wave_id: str, events: Sequence[WaveEvent]) -> None:
    """Appends lines to the record of a wave."""
    await sql.insert(session, WaveEventRow, [to_values(event) | {"wave": wave_id} for event in events])


async def wave_events(session: Session, wave_id: str) -> tuple[WaveEvent, ...]:
    """The record of a wave, from its first line."""
    found = await session.execute(select(E).where(E.c.wave == wave_id).order_by(E.c.seq))
    return tuple(from_values(WaveEvent, cast("Mapping[str, Any]", one)) for one in found.mappings())


async def wave_broken_at(session: Session, wave: Wave) -> int | None:
    """Number of the first line that is wrong or missing, or None: the record is whole."""
    return broken_at(wave, await wave_events(session, wave.id))


# Values


def _values(wave: Wave) -> dict[str, Any]:
    return {field.name: _plain(getattr(wave, field.name)) for field in fields(Wave) if field.name not in PARTS}


def _plain(value: Any) -> Any:
    """As its column takes it; dates inside JSON are text."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [one.isoformat() if isinstance(one, date) else one for one in value]
    return value.value if isinstance(value, StrEnum) else value


def _only(kind: type[Any], row: Any) -> dict[str, Any]:
    """The columns that are fields of the noun."""
    values = cast("Mapping[str, Any]", row)
    return {field.name: values[field.name] for field in fields(kind) if field.name in values}
