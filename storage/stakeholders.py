"""The map of stakeholders as it is kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import select, update

from domain.communication.plan import Group
from domain.communication.stakeholders import Placed, Stakeholder
from domain.communication.words import Did, Disposition, GroupKind
from domain.errors import RuleBroken
from storage import audiences, plan_history, sql
from storage.session import Session
from storage.tables import StakeholderRow

K = sql.table(StakeholderRow)
TEXTS = frozenset({"name", "note"})
MANY = 500


async def everybody(session: Session) -> list[Stakeholder]:
    """The whole map, the most powerful and most interested first."""
    order = (K.c.power.desc(), K.c.interest.desc(), K.c.id)
    query = select(K).where(K.c.removed_at.is_(None)).order_by(*order).limit(MANY)
    return [_stakeholder(row) for row in (await session.execute(query)).mappings()]


async def get(session: Session, stakeholder_id: str) -> Stakeholder | None:
    """One group, also when it was removed: then without its texts."""
    row = (await session.execute(select(K).where(K.c.id == stakeholder_id))).mappings().one_or_none()
    return None if row is None else _stakeholder(row)


async def add(session: Session, placed: Placed, *, at: datetime, by: str, stakeholder_id: str = "") -> str:
    """A group on the map. Raises RuleBroken where its audience is not there."""
    await _check(session, placed)
    new = stakeholder_id or uuid4().hex
    await sql.insert(session, StakeholderRow, [{"id": new, "revision": 0, **_columns(placed)}])
    await plan_history.note(session, new, Did.ADDED, at=at, by=by)
    return new


async def change(
    session: Session, stakeholder_id: str, placed: Placed, *, revision: int, at: datetime, by: str
) -> None:
    """The group as wanted. Raises RuleBroken."""
    old = await _locked(session, stakeholder_id)
    if old.revision != revision:
        raise RuleBroken("plan.stale")
    await _check(session, placed)
    values = _columns(placed)
    await session.execute(update(K).where(K.c.id == stakeholder_id).values(**values, revision=revision + 1))
    told = plan_history.changes(_columns(old.placed), values, TEXTS)
    await plan_history.note(session, stakeholder_id, Did.CHANGED, at=at, by=by, **told)


async def remove(session: Session, stakeholder_id: str, *, at: datetime, by: str) -> None:
    """It leaves the map, and its texts go; that it was there stays in its history."""
    await _locked(session, stakeholder_id)
    gone = {"removed_at": at, "name": "", "note": ""}
    await session.execute(update(K).where(K.c.id == stakeholder_id).values(**gone))
    await plan_history.note(session, stakeholder_id, Did.REMOVED, at=at, by=by)


async def _locked(session: Session, stakeholder_id: str) -> Stakeholder:
    await session.execute(select(K.c.id).where(K.c.id == stakeholder_id).with_for_update())
    found = await get(session, stakeholder_id)
    if found is None or found.removed_at is not None:
        raise RuleBroken("stakeholder.unknown")
    return found


async def _check(session: Session, placed: Placed) -> None:
    if placed.group.audience and await audiences.load(session, placed.group.audience) is None:
        raise RuleBroken("audience.unknown")


def _columns(placed: Placed) -> dict[str, Any]:
    group = placed.group
    given = {name: getattr(placed, name) for name in ("power", "interest", "note", "theme")}
    given |= {"kind": group.kind.value, "ref": group.ref, "name": group.name}
    return given | {"disposition": placed.disposition.value, "wanted": placed.wanted.value}


def _stakeholder(row: Any) -> Stakeholder:
    given = cast("Mapping[str, Any]", row)
    group = Group(GroupKind(given["kind"]), given["ref"], given["name"])
    plain = {name: given[name] for name in ("power", "interest", "note", "theme")}
    now, wanted = Disposition(given["disposition"]), Disposition(given["wanted"])
    placed = Placed(group=group, disposition=now, wanted=wanted, **plain)
    return Stakeholder(given["id"], placed, given["removed_at"], given["revision"])
