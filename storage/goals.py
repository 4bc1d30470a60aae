"""Goals as they are kept: the tree as it is now, every version there was, and taking over goals from rules or files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import and_, func, select, update

from domain.errors import RuleBroken
from domain.goals.tree import Goal, Wanted, check, may_remove
from storage import sql
from storage.session import Session
from storage.tables import GoalRow, GoalVersionRow, PersonRow

G, V, P = sql.table(GoalRow), sql.table(GoalVersionRow), sql.table(PersonRow)
SAID = ("title_de", "title_en", "under", "indicator", "target", "due_on", "owner")
LOCK = "goals"  # whoever changes the tree holds this counter: a circle could be closed by two at once
_NEWEST = and_(V.c.goal == G.c.id, V.c.number == G.c.number)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a goal."""

    number: int
    at: datetime
    by: str
    wanted: Wanted


# Reading


async def tree(session: Session) -> list[Goal]:
    """All goals there are, siblings in their order; `domain.goals.tree.ordered` puts each below its own."""
    query = select(G.c.id, G.c.removed_at, V).join_from(G, V, _NEWEST).where(G.c.removed_at.is_(None))
    return [_goal(row) for row in (await session.execute(query.order_by(G.c.position, G.c.id))).mappings()]


async def get(session: Session, goal_id: str) -> Goal | None:
    """One goal, also when it was removed."""
    query = select(G.c.id, G.c.removed_at, V).join_from(G, V, _NEWEST).where(G.c.id == goal_id)
    row = (await session.execute(query)).mappings().one_or_none()
    return None if row is None else _goal(row)


async def versions(session: Session, goal_id: str) -> list[Version]:
    """What it was, the first first."""
    found = await session.execute(select(V).where(V.c.goal == goal_id).order_by(V.c.number))
    return [Version(row["number"], row["at"], row["by"], _wanted(row)) for row in found.mappings()]


# Changing


async def add(session: Session, wanted: Wanted, *, at: datetime, by: str, goal_id: str = "") -> str:
    """A new goal, the last of its siblings. Raises RuleBroken."""
    new, goals = goal_id or uuid4().hex, await _locked(session)
    await _check(session, new, wanted, goals)
    await _insert(session, new, wanted, at=at, by=by)
    return new


async def change(session: Session, goal_id: str, wanted: Wanted, *, number: int, at: datetime, by: str) -> None:
    """The goal as wanted, as its next version; the same again makes none. Raises RuleBroken."""
    goals = await _locked(session)
    old = _of(goals, goal_id)
    if old.number != number:
        raise RuleBroken("goal.stale")
    if old.wanted == wanted:
        return
    await _check(session, goal_id, wanted, goals)
    await session.execute(update(G).where(G.c.id == goal_id).values(number=number + 1))
    await _write(session, goal_id, number + 1, wanted, at=at, by=by)


async def remove(session: Session, goal_id: str, *, at: datetime, by: str) -> None:
    """It leaves the tree; its versions and what ideas do for it stay. Raises RuleBroken."""
    goals = await _locked(session)
    old = _of(goals, goal_id)
    may_remove(goal_id, goals)
    values = {"number": old.number + 1, "removed_at": at}
    await session.execute(update(G).where(G.c.id == goal_id).values(**values))
    await _write(session, goal_id, old.number + 1, old.wanted, at=at, by=by)  # who removed it, and when


async def take_over(session: Session, found: Iterable[tuple[str, Wanted]], *, at: datetime, by: str) -> int:
    """Adds what is not there yet, by its id; how many. What was changed or removed since stays so."""
    await _locked(session)
    known = set((await session.execute(select(G.c.id))).scalars())
    made = 0
    for goal_id, wanted in found:
        if goal_id not in known:
            await _insert(session, goal_id, wanted, at=at, by=by)
            known.add(goal_id)
            made += 1
    return made


async def _insert(session: Session, goal_id: str, wanted: Wanted, *, at: datetime, by: str) -> None:
    last = (await session.execute(select(func.max(G.c.position)))).scalar_one()
    await sql.insert(session, GoalRow, [{"id": goal_id, "position": (last or 0) + 1, "number": 1}])
    await _write(session, goal_id, 1, wanted, at=at, by=by)


async def _write(session: Session, goal_id: str, number: int, wanted: Wanted, *, at: datetime, by: str) -> None:
    row = {"id": uuid4().hex, "goal": goal_id, "number": number, "at": at, "by": by, "serves": list(wanted.serves)}
    await sql.insert(session, GoalVersionRow, [row | {name: getattr(wanted, name) for name in SAID}])


async def _locked(session: Session) -> list[Goal]:
    """The tree, which nobody else changes until this transaction ends."""
    await sql.next_number(session, LOCK)
    return await tree(session)


def _of(goals: Sequence[Goal], goal_id: str) -> Goal:
    found = next((goal for goal in goals if goal.id == goal_id), None)
    if found is None:
        raise RuleBroken("goal.unknown")
    return found


async def _check(session: Session, goal_id: str, wanted: Wanted, goals: Sequence[Goal]) -> None:
    check(goal_id, wanted, goals)
    if not wanted.owner:
        return
    active = (await session.execute(select(P.c.active).where(P.c.id == wanted.owner))).scalar_one_or_none()
    if not active:
        raise RuleBroken("goal.owner_unknown")


def _goal(row: Any) -> Goal:
    given = cast("Mapping[str, Any]", row)
    return Goal(given["goal"], _wanted(given), given["number"], given["removed_at"])


def _wanted(given: Mapping[Any, Any]) -> Wanted:
    return Wanted(**{name: given[name] for name in SAID}, serves=tuple(given["serves"]))
