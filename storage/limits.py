"""Limits of work under way as they are kept, what is taken of them, and the lock on the last place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam, func, select

from domain.case import Case
from domain.errors import RuleBroken
from domain.limits import LIMITED_ROLES, Limits, Taken
from domain.words import AssignmentState, State
from domain.world import World
from storage import counters, people, sql
from storage.session import Session
from storage.tables import AssignmentRow, CaseRow, LimitsRow, TaskRow

L, C, A, K = sql.table(LimitsRow), sql.table(CaseRow), sql.table(AssignmentRow), sql.table(TaskRow)
LOCK = "places"  # whoever takes a limited place holds this counter until it is taken
_NEWEST = select(L).order_by(L.c.number.desc()).limit(1)
_OTHERS = (
    select(C.c.stage, func.count())
    .where(
        C.c.closed_at.is_(None),
        C.c.state != sql.code(State.DEFERRED),
        C.c.version > 0,
        C.c.stage.in_(bindparam("stages", expanding=True)),
        C.c.id != bindparam("case"),
    )
    .group_by(C.c.stage)
)
_ASKED = (
    select(K.c.kind, func.count())
    .join_from(A, K, K.c.id == A.c.task)
    .where(
        A.c.state == sql.code(AssignmentState.OPEN),
        K.c.kind.in_([sql.code(kind) for kind in LIMITED_ROLES]),
        K.c.closed_at.is_(None),
    )
    .group_by(K.c.kind)
)


@dataclass(frozen=True, slots=True)
class Board:
    """What the office has set: limits, and the budget and capacity the line on the board is drawn against."""

    limits: Limits = field(default_factory=Limits)
    budget: int | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what was set."""

    number: int
    at: datetime
    by: str
    board: Board


async def in_force(session: Session) -> Limits:
    """The limits that hold now."""
    newest = await current(session)
    return Limits() if newest is None else newest.board.limits


async def current(session: Session) -> Version | None:
    """What holds now, and who set it; None before the first time."""
    row = (await session.execute(_NEWEST)).mappings().one_or_none()
    return None if row is None else _version(row)


async def versions(session: Session) -> list[Version]:
    """Everything that was set, the newest first."""
    found = await session.execute(select(L).order_by(L.c.number.desc()))
    return [_version(row) for row in found.mappings()]


async def put(session: Session, board: Board, *, number: int, at: datetime, by: str) -> bool:
    """Sets it as the next version, False for the same again; `number` is the version that was read.

    Raises RuleBroken where somebody was faster.
    """
    await sql.next_number(session, LOCK)  # no step takes a place by limits that are just being changed
    newest = await current(session)
    if (newest.number if newest else 0) != number:
        raise RuleBroken("limits.stale")
    if (newest.board if newest else Board()) == board:
        return False
    limits = board.limits
    values = {"number": number + 1, "at": at, "by": by, "stages": dict(limits.stages), "roles": dict(limits.roles)}
    values |= {"person": limits.person, "people": dict(limits.people)}
    await sql.insert(session, LimitsRow, [values | {"budget": board.budget, "capacity": board.capacity}])
    await sql.next_number(session, counters.LIMITS)
    return True


async def with_places(session: Session, world: World, case: Case, wanted: Sequence[str]) -> World:
    """The world with what is taken of its limits, in the stages wanted; nobody else takes a place meanwhile.

    The lock holds until this transaction ends.
    """
    await sql.next_number(session, LOCK)
    stages = await _in_stages(session, wanted, case.id) if wanted else {}
    roles = await in_roles(session) if world.limits.roles else {}
    return replace(world, taken=Taken(stages, roles), load=await people.load(session))


async def _in_stages(session: Session, wanted: Sequence[str], but: str) -> dict[str, int]:
    found = await session.execute(_OTHERS, {"stages": list(wanted), "case": but})
    return {row[0]: row[1] for row in found}


async def in_roles(session: Session) -> dict[str, int]:
    """How many people are asked in each role that may have a limit, counted by what they are asked."""
    return {LIMITED_ROLES[kind].value: count for kind, count in await session.execute(_ASKED)}


def _version(row: Any) -> Version:
    given = cast("Mapping[str, Any]", row)
    limits = Limits(given["stages"], given["roles"], given["person"], given["people"])
    return Version(given["number"], given["at"], given["by"], Board(limits, given["budget"], given["capacity"]))
