"""Answers: handed in once, kept as the mode promises, read as results need them.

Handing in is one transaction: the flag that somebody took part, and their answer, are there together or not at all.
It holds the wave's row against its steps, not against others who hand in; so nothing comes in behind a close.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import bindparam, func, select, update

from domain.survey.branching import Value
from domain.survey.modes import Mode
from domain.survey.opening import WITHDRAWN
from domain.survey.sheet import read_values
from domain.survey.wave_words import WaveState
from storage import drafts, sql
from storage.intake import Emptied, empty_intake, open_ahead
from storage.invited import Invited, invitation, invited, refusal_of
from storage.session import Session
from storage.tables import (
    KEPT,
    ConfidentialAnswerRow,
    IntakeRow,
    InvitationRow,
    NamedAnswerRow,
    PseudonymRow,
    WaveRow,
)

__all__ = [
    "Anonymous",
    "Answer",
    "Confidential",
    "Counts",
    "Emptied",
    "Invited",
    "Named",
    "answers_of",
    "counts",
    "empty_intake",
    "hand_in",
    "invitation",
    "invited",
    "open_ahead",
]

INVITATION, W, INTAKE = sql.table(InvitationRow), sql.table(WaveRow), sql.table(IntakeRow)
_WAVE_OF = select(INVITATION.c.wave).where(INVITATION.c.id == bindparam("this")).scalar_subquery()
_HELD = (
    select(W.c.id, W.c.mode, W.c.state, W.c.paused_at, W.c.cancelled_at)
    .where(W.c.id == _WAVE_OF)
    .with_for_update(read=True)
)
_TOOK_PART = (
    update(INVITATION)
    .where(INVITATION.c.id == bindparam("this"), INVITATION.c.answered.is_(False), INVITATION.c.left != WITHDRAWN)
    .values(answered=True)
    .returning(INVITATION.c.person_id, INVITATION.c.unit)
)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Sealed to the wave's public key, with the unit inside."""

    sealed: bytes


@dataclass(frozen=True, slots=True)
class Confidential:
    """Under a code; whose it is comes sealed."""

    pseudonym: str
    person: bytes
    content: str


@dataclass(frozen=True, slots=True)
class Named:
    """With the name of who was invited."""

    content: str
    at: datetime


Handed = Anonymous | Confidential | Named
_MODES: Mapping[type[Handed], Mode] = {
    Anonymous: Mode.ANONYMOUS,
    Confidential: Mode.CONFIDENTIAL,
    Named: Mode.NAMED,
}


async def hand_in(session: Session, invitation_id: str, handed: Handed, *, draft: str = "") -> str:
    """Takes the answer of an invitation and ends its draft; empty, or the code of why nothing was taken.

    Of many who try with one invitation, one is taken. ValueError for an answer of another mode than the wave's.
    """
    held = (await session.execute(_HELD, {"this": invitation_id})).one()
    if held.mode != _MODES[type(handed)]:
        raise ValueError(f"The wave is {held.mode}, the answer is not.")
    stopped = {"paused": held.paused_at is not None, "cancelled": held.cancelled_at is not None}
    refusal = refusal_of(WaveState(held.state), **stopped)
    if refusal:
        return refusal
    won = (await session.execute(_TOOK_PART, {"this": invitation_id})).one_or_none()
    if won is None:
        left = (await session.execute(select(INVITATION.c.left).where(INVITATION.c.id == invitation_id))).scalar_one()
        return "survey.withdrawn" if left == WITHDRAWN else "survey.answered"
    await _keep(session, held.id, won.person_id, won.unit, handed)
    if draft:
        await drafts.delete_one(session, draft)
    return ""


async def _keep(session: Session, wave: str, person: str, unit: str, handed: Handed) -> None:
    row: dict[str, object] = {"id": uuid4().hex, "wave": wave}
    match handed:
        case Anonymous():
            await sql.insert(session, IntakeRow, [row | {"sealed": handed.sealed}])
        case Confidential():
            answer = {"pseudonym": handed.pseudonym, "unit": unit, "content": handed.content}
            await sql.insert(session, ConfidentialAnswerRow, [row | answer])
            whose = {"pseudonym": handed.pseudonym, "wave": wave, "sealed": handed.person}
            await sql.insert(session, PseudonymRow, [whose])
        case Named():
            named = {"person_id": person, "at": handed.at, "unit": unit, "content": handed.content}
            await sql.insert(session, NamedAnswerRow, [row | named])


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as results see it; nothing of it leads to anybody."""

    id: str
    unit: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were asked, and how many took part: flags only."""

    invited: int
    answered: int


async def answers_of(session: Session, wave_id: str, mode: Mode) -> list[Answer]:
    """Every answer that is open, in the order of its id; of an anonymous wave none before its close."""
    kept = sql.table(KEPT[mode][0])
    wanted = select(kept.c.id, kept.c.unit, kept.c.content).where(kept.c.wave == wave_id).order_by(kept.c.id)
    return [Answer(row.id, row.unit, read_values(row.content)) for row in await session.execute(wanted) if row.content]


async def counts(session: Session, wave_id: str) -> Counts:
    """Of those whose invitation left, how many took part."""
    asked = select(func.count(), func.count().filter(INVITATION.c.answered.is_(True))).where(
        INVITATION.c.wave == wave_id, INVITATION.c.state != "waiting"
    )
    found = (await session.execute(asked)).one()
    return Counts(int(found[0]), int(found[1]))
