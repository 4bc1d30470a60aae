"""Canvases of ideas as they are kept: every save is a version; whoever saves names the one they read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, bindparam, select, true, update

from domain.canvas.blueprint import Blueprint
from domain.canvas.content import Content, check
from domain.errors import RuleBroken
from storage import shelf, sql
from storage.session import Session
from storage.tables import CanvasRow, CanvasVersionRow, CaseRow

K, V, C = sql.table(CanvasRow), sql.table(CanvasVersionRow), sql.table(CaseRow)
_NEWEST = and_(V.c.case_id == K.c.case_id, V.c.blueprint == K.c.blueprint, V.c.number == K.c.number)
_ALL = select(K.c.shown, V).join_from(K, V, _NEWEST).where(K.c.case_id == bindparam("case")).order_by(K.c.blueprint)
_SHOWN = _ALL.where(K.c.shown == true())


@dataclass(frozen=True, slots=True)
class Version:
    """What stood in it from then on; `hash` is that of the blueprint it was written by."""

    id: str
    number: int
    hash: str
    at: datetime
    by: str
    content: Content
    redacted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """One canvas of one idea, with its newest version."""

    blueprint: str
    shown: bool  # to reviewers
    newest: Version


# Reading


async def of_case(session: Session, case_id: str, *, shown: bool = False) -> list[Canvas]:
    """Every canvas of this idea, or those that reviewers see, by the blueprint's name."""
    found = (await session.execute(_SHOWN if shown else _ALL, {"case": case_id})).mappings()
    return [Canvas(row["blueprint"], row["shown"], _version(row)) for row in found]


async def get(session: Session, case_id: str, blueprint: str) -> Canvas | None:
    """One of them."""
    return next((one for one in await of_case(session, case_id) if one.blueprint == blueprint), None)


async def versions(session: Session, case_id: str, blueprint: str) -> list[Version]:
    """What stood in it, the first first."""
    mine = select(V).where(V.c.case_id == case_id, V.c.blueprint == blueprint).order_by(V.c.number)
    return [_version(row) for row in (await session.execute(mine)).mappings()]


async def blueprint_of(session: Session, version: Version) -> Blueprint:
    """The blueprint this version was written by, whatever is in force now."""
    found = await shelf.blueprint(session, version.hash)
    assert found is not None, "a version names a blueprint that was published"
    return found


# Changing


async def save(
    session: Session, case_id: str, blueprint: Blueprint, content: Content, *, number: int, at: datetime, by: str
) -> bool:
    """Keeps what was filled in as the next version, False for the same again. Raises RuleBroken.

    `number` is the version it was written upon: `canvas.stale` where somebody was faster.
    """
    check(blueprint, content)
    old = await _locked(session, case_id, blueprint.id)
    if (old.newest.number if old else 0) != number:
        raise RuleBroken("canvas.stale")
    if old is None and content.empty:
        raise RuleBroken("canvas.empty")
    if old is not None and old.newest.content == content and old.newest.hash == blueprint.content_hash:
        return False
    await _count(session, case_id, blueprint.id, number + 1)
    row = {"id": uuid4().hex, "case_id": case_id, "blueprint": blueprint.id, "number": number + 1, "at": at, "by": by}
    row |= {"hash": blueprint.content_hash, "content": content.model_dump(mode="json")}
    await sql.insert(session, CanvasVersionRow, [row])
    return True


async def show(session: Session, case_id: str, blueprint: str, *, shown: bool, at: datetime, by: str) -> None:
    """Lets reviewers read it behind their link, or no longer. Raises RuleBroken."""
    if await _locked(session, case_id, blueprint) is None:
        raise RuleBroken("canvas.unknown")
    mine = update(K).where(K.c.case_id == case_id, K.c.blueprint == blueprint)
    await session.execute(mine.values(shown=shown, shown_by=by, shown_at=at))


async def blank(session: Session, case_id: str, blueprint: str, number: int, *, at: datetime) -> None:
    """Takes every text from one version; that it was there, when and by whom, stays. Raises RuleBroken."""
    await _locked(session, case_id, blueprint)
    mine = and_(V.c.case_id == case_id, V.c.blueprint == blueprint, V.c.number == number, V.c.redacted_at.is_(None))
    empty = Content().model_dump(mode="json")
    if not await sql.changed(session, update(V).where(mine).values(content=empty, redacted_at=at)):
        raise RuleBroken("canvas.version_unknown")


async def _locked(session: Session, case_id: str, blueprint: str) -> Canvas | None:
    """As it is, and as it stays until this transaction ends, also where there is none yet."""
    await session.execute(select(C.c.id).where(C.c.id == case_id).with_for_update(key_share=True))
    return await get(session, case_id, blueprint)


async def _count(session: Session, case_id: str, blueprint: str, number: int) -> None:
    row = {"case_id": case_id, "blueprint": blueprint, "number": number, "shown": False, "shown_by": ""}
    if not await sql.insert_or_ignore(session, CanvasRow, row):
        mine = update(K).where(K.c.case_id == case_id, K.c.blueprint == blueprint)
        await session.execute(mine.values(number=number))


def _version(row: Mapping[Any, Any]) -> Version:
    given = {name: row[name] for name in ("id", "number", "hash", "at", "by", "redacted_at")}
    return Version(**given, content=Content.model_validate(row["content"]))
