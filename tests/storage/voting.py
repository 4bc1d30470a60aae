"""People who answer a wave as pages let them: sealed, under a code, or with their name."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

from sqlalchemy import text, update

from api.answering import kept
from api.answering.asked import Asked
from api.answering.tickets import Session
from api.services import Services
from domain.survey.branching import Value
from domain.survey.modes import Mode
from domain.survey.sheet import Sheet, longest, written, written_values
from domain.survey.wave_words import WaveState
from kit.ballot import Ballots, Open, seal_to
from kit.sealing import KeyRing
from kit.tokens import hash_token
from storage import answers, sql
from storage.engine import Database
from storage.tables import WaveRow
from tests.storage import asking

SECRET = "a-key-for-tests-only-0123456789abcdef"
BALLOTS = Ballots([SECRET])
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
W = sql.table(WaveRow)


async def a_wave(
    db: Database, mode: Mode = Mode.ANONYMOUS, people: int = 12, units: Mapping[str, object] | None = None
) -> tuple[str, list[str], dict[str, str]]:
    """An open wave with a public key; the wave, its people, and their tokens."""
    invited = await asking.add_people(db, people)
    survey = await asking.add_survey(db, invited[0], mode)
    wave = await asking.add_wave(db, survey, invited[0], mode)
    async with db.write() as session:
        values = {"public_key": BALLOTS.public_key(wave), "units": dict(units or {})}
        await session.execute(update(W).where(W.c.id == wave).values(**values))
    return wave, invited, await asking.invite(db, wave, invited)


def sheet(wave: str, values: Mapping[str, Value], unit: str = "") -> answers.Anonymous:
    """What a page hands in of an anonymous wave."""
    plain = written(Sheet(unit, values)).encode()
    return answers.Anonymous(seal_to(BALLOTS.public_key(wave), wave, plain, longest(asking.questionnaire())))


def handed(
    mode: Mode, wave: str, values: Mapping[str, Value]
) -> answers.Anonymous | answers.Confidential | answers.Named:
    """The same in any mode."""
    if mode is Mode.CONFIDENTIAL:
        return answers.Confidential(uuid4().hex, b"sealed", written_values(values))
    return answers.Named(written_values(values), NOW) if mode is Mode.NAMED else sheet(wave, values)


async def hand_in(db: Database, token: str, values: Mapping[str, Value], *, draft: str = "") -> str:
    """One person, one answer, and the end of its draft; the code of a refusal."""
    async with db.write() as session:
        found = await answers.invited(session, hash_token(token))
        assert found is not None
        return await answers.hand_in(session, found.id, handed(found.mode, found.wave, values), draft=draft)


def draft_id(code: str) -> str:
    """What a draft is found by."""
    return kept.draft_id(Session("", code=code))


async def break_off(db: Database, wave: str, code: str, values: Mapping[str, Value]) -> None:
    """As a page keeps it, in place of what was typed before."""
    services = cast("Services", SimpleNamespace(db=db, keys=KeyRing([SECRET])))
    asked = cast("Asked", SimpleNamespace(questionnaire=asking.questionnaire(), invited=SimpleNamespace(wave=wave)))
    assert await kept.save(services, asked, Session("", code=code), values)


async def drafts_of(db: Database, wave: str) -> set[str]:
    """The ids of what lies there."""
    return {str(one) for (one,) in await rows(db, f"SELECT id FROM drafts WHERE wave = '{wave}'")}


async def close(db: Database, wave: str, state: WaveState = WaveState.CLOSED) -> None:
    """As a step of the wave would."""
    async with db.write() as session:
        cancelled = NOW if state is WaveState.CANCELLED else None
        await session.execute(update(W).where(W.c.id == wave).values(state=state.value, cancelled_at=cancelled))


def opener(wave: str) -> Open:
    """The private half."""
    return BALLOTS.opener(wave, BALLOTS.public_key(wave))


async def empty(db: Database, wave: str, least: int = 5) -> answers.Emptied:
    """The close."""
    async with db.write() as session:
        return await answers.empty_intake(session, wave, opener(wave), least)


async def rows(db: Database, statement: str) -> list[tuple[object, ...]]:
    """Anything, as the database has it."""
    async with db.read() as session:
        return [tuple(row) for row in await session.execute(text(statement))]
