"""What the office's pages about surveys list: surveys, waves, audiences, wordings; counts, never who answered what."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, true

from domain.survey.audience import Audience
from domain.survey.contact import Purpose
from domain.survey.opening import ENTERED
from storage import sql, wave_batches
from storage.session import Session
from storage.tables import (
    AbsenceRow,
    AudienceRow,
    InboxRow,
    InvitationRow,
    MailRow,
    PersonRow,
    QuestionnaireRow,
    SurveyRow,
    WaveRow,
)

S, W, Q, A = sql.table(SurveyRow), sql.table(WaveRow), sql.table(QuestionnaireRow), sql.table(AudienceRow)
I, X, O, B = sql.table(InvitationRow), sql.table(InboxRow), sql.table(MailRow), sql.table(AbsenceRow)  # noqa: E741
P = sql.table(PersonRow)
MANY = 500


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One wave in a list."""

    id: str
    survey: str
    number: int
    state: str
    mode: str
    invited: int
    answered: int
    starts_on: date | None
    closes_on: date | None
    response_on: date | None
    paused_at: datetime | None
    public: bool | None  # None: not planned yet, or before there were open surveys


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey in a list, with its newest wave."""

    id: str
    questionnaire: str
    audience: str
    mode: str
    owner: str
    title: Mapping[str, str]
    figures: int
    cycle: bool
    wave: WaveLine | None


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a questionnaire."""

    hash: str
    name: str
    version: int
    saved_at: datetime
    saved_by: str
    sent_at: datetime | None
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A happening of a wave that was received and is not recorded yet."""

    id: str
    kind: str
    by: str
    received_at: datetime
    verdict: str | None
    parked_at: datetime | None


_PUBLIC = W.c.plan["public"].as_boolean().label("public")
_WAVE = [*(getattr(W.c, name) for name in WaveLine.__slots__ if name != "public"), _PUBLIC]


async def surveys(session: Session) -> list[SurveyLine]:
    """All surveys, the newest first."""
    newest: dict[str, WaveLine] = {}
    for row in (await session.execute(select(*_WAVE).order_by(W.c.number))).mappings():
        newest[row["survey"]] = WaveLine(**row)
    columns = (S.c.id, S.c.questionnaire, S.c.audience, S.c.mode, S.c.owner, S.c.plan)
    found = await session.execute(select(*columns).order_by(S.c.created_at.desc(), S.c.id).limit(MANY))
    return [
        SurveyLine(
            *(r.id, r.questionnaire, r.audience, r.mode, r.owner, r.plan["title"]),
            figures=r.plan["figures"],
            cycle=r.plan.get("cycle") is not None,
            wave=newest.get(r.id),
        )
        for r in found
    ]


async def waves_of(session: Session, survey: str) -> list[WaveLine]:
    """The waves of a survey, the newest first."""
    found = await session.execute(select(*_WAVE).where(W.c.survey == survey).order_by(W.c.number.desc()).limit(MANY))
    return [WaveLine(**row) for row in found.mappings()]


async def audiences(session: Session) -> list[Audience]:
    """Every saved filter."""
    found = await session.execute(select(A.c.content).order_by(A.c.id).limit(MANY))
    return [Audience.model_validate_json(json.dumps(content)) for (content,) in found]


async def questionnaires(session: Session) -> list[VersionLine]:
    """The newest version of every questionnaire, by name."""
    newest = {line.name: line for line in reversed(await _versions(session))}
    return [newest[name] for name in sorted(newest)]


async def versions(session: Session, name: str) -> list[VersionLine]:
    """Every version of a questionnaire, the newest first."""
    return await _versions(session, name)


async def source(session: Session, content_hash: str) -> str | None:
    """A wording as it was typed, with its comments."""
    return (await session.execute(select(Q.c.source).where(Q.c.hash == content_hash))).scalar_one_or_none()


async def _versions(session: Session, name: str = "") -> list[VersionLine]:
    columns = (Q.c.hash, Q.c.name, Q.c.version, Q.c.saved_at, Q.c.saved_by, Q.c.sent_at, Q.c.content)
    query = select(*columns).order_by(Q.c.name, Q.c.version.desc()).limit(MANY)
    found = await session.execute(query.where(Q.c.name == name) if name else query)
    return [
        VersionLine(r.hash, r.name, r.version, r.saved_at, r.saved_by, r.sent_at, json.loads(r.content)["title"])
        for r in found
    ]


# One wave


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a wave's invitations came."""

    states: Mapping[str, int]  # waiting, invited, left, entered
    left: Mapping[str, int]  # of those left out, by reason
    again_at: datetime | None  # when the first of those who wait may be written to


async def asked(session: Session, wave: str) -> Asked:
    """Who was asked, who waits, who was left out and why: numbers only."""
    states = await session.execute(select(I.c.state, func.count()).where(I.c.wave == wave).group_by(I.c.state))
    gone = (I.c.wave == wave, I.c.left != "", I.c.state != ENTERED)
    reasons = await session.execute(select(I.c.left, func.count()).where(*gone).group_by(I.c.left))
    waits = select(func.min(I.c.again_at)).where(I.c.wave == wave, I.c.state == sql.code("waiting"))
    again_at = (await session.execute(waits)).scalar_one()
    return Asked({r[0]: r[1] for r in states}, {r[0]: r[1] for r in reasons}, again_at)


@dataclass(frozen=True, slots=True)
class Told:
    """How far the answer to those who were asked came."""

    done: int
    rest: int
    next_at: datetime | None  # when the first of the rest may be written to; None where nobody has to wait


async def told(session: Session, wave: str, now: datetime) -> Told:
    """How many were told what came of a wave, how many are still to be, and from when on."""
    done = select(func.count()).where(I.c.wave == wave, I.c.response_told == true())
    rest = await wave_batches.still_due(session, wave, Purpose.RESPONSE)
    when = await wave_batches.next_time(session, wave, Purpose.RESPONSE, now)
    return Told((await session.execute(done)).scalar_one(), rest, when if when is not None and when > now else None)


async def mails(session: Session, wave: str) -> list[tuple[str, str, int]]:
    """What was written about a wave and how far it came: name of the mail, state, how many."""
    counted = select(O.c.mail, O.c.state, func.count()).where(O.c.wave == wave).group_by(O.c.mail, O.c.state)
    return [(r[0], r[1], r[2]) for r in await session.execute(counted.order_by(O.c.mail, O.c.state))]


async def unfinished(session: Session, wave: str) -> list[Unfinished]:
    """What was received for a wave and is not recorded yet, or is held by a bug."""
    columns = [getattr(X.c, name) for name in Unfinished.__slots__]
    mine = (X.c.wave == wave, X.c.acked_at.is_(None) | X.c.parked_at.is_not(None))
    found = await session.execute(select(*columns).where(*mine).order_by(X.c.received_at).limit(MANY))
    rows = [Unfinished(**row) for row in found.mappings()]
    return [row for row in rows if row.verdict is None or row.verdict.startswith("stuck:")]


# One person


@dataclass(frozen=True, slots=True)
class Away:
    """Whether somebody is written to at all."""

    opted_out_at: datetime | None
    absences: tuple[tuple[date, date], ...]  # first and last day, those to come and now


async def away(session: Session, person: str, today: date) -> Away:
    """When this person is not written to."""
    opted: Any = await session.execute(select(P.c.opted_out_at).where(P.c.id == person))
    mine = (B.c.person_id == person, B.c.last_day >= today)
    days = await session.execute(select(B.c.first_day, B.c.last_day).where(*mine).order_by(B.c.first_day))
    return Away(opted.scalar_one_or_none(), tuple((r[0], r[1]) for r in days))
