"""Findings as they are kept: what a look changes, what the office does, and the history of both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from domain.errors import RuleBroken
from domain.radar.found import Found
from domain.radar.life import Changed, Finding, check_accepted, check_until, look, may_act
from domain.radar.words import About, Did, Kind, State, Trigger
from storage import sql
from storage.session import Session
from storage.tables import FindingLineRow, FindingRow, PersonRow, RadarLookRow

F, L, K = (sql.table(row) for row in (FindingRow, FindingLineRow, RadarLookRow))
P = sql.table(PersonRow)
FINDING: TypeAdapter[Finding] = TypeAdapter(Finding)
LOCK = "radar"  # whoever writes what a look found holds this counter: of two, the second sees what the first wrote
CLOCK = "clock"
BATCH = 200
EVERY = timedelta(hours=1)
HERE = F.c.state != sql.code(State.CURED)
COLUMNS = [F.c[name] for name in Finding.__slots__]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a finding's history; `facts` are ids, days and numbers."""

    number: int
    did: Did
    at: datetime
    by: str
    facts: Mapping[str, Any]
    why: str


# Looking


async def may_look(session: Session, now: datetime) -> bool:
    """Whether nobody has looked within the hour; whoever is told so looks, and nobody else until the next."""
    if await sql.insert_or_ignore(session, RadarLookRow, {"name": LOCK, "at": now}):
        return True
    mine = update(K).where(K.c.name == LOCK, K.c.at <= now - EVERY).values(at=now)
    return await sql.changed(session, mine) == 1


async def look_soon(session: Session) -> None:
    """Much has changed at once: whoever comes next may look, whatever the hour."""
    await session.execute(delete(K).where(K.c.name == LOCK))


async def looked_at(session: Session) -> datetime | None:
    """When it was last looked."""
    return (await session.execute(select(K.c.at).where(K.c.name == LOCK))).scalar_one_or_none()


async def alone(session: Session) -> None:
    """Nobody else looks or tells until this transaction ends."""
    await sql.next_number(session, LOCK)


async def begin(session: Session, trigger: Trigger, at: datetime) -> bool:
    """A look for one trigger begins to write; False where a newer look has begun."""
    await alone(session)
    if await sql.insert_or_ignore(session, RadarLookRow, {"name": trigger.value, "at": at}):
        return True
    mine = update(K).where(K.c.name == trigger.value, K.c.at <= at).values(at=at)
    return await sql.changed(session, mine) == 1


async def keep_found(session: Session, trigger: Trigger, found: Sequence[Found], at: datetime, today: date) -> int:
    """Some of what a look found, a batch at a time; how many lines of history that makes."""
    if not await begin(session, trigger, at):
        return 0
    keys = [one.key for one in found]
    kept = await _some(session, F.c.key.in_(keys))
    return await _write(session, found, kept, at, today)


async def cure_others(
    session: Session, trigger: Trigger, keys: Iterable[str], at: datetime, today: date, after: str = ""
) -> tuple[int, str]:
    """Cures what has this trigger and was not found, a batch at a time: how many, and where to go on ("" at the end).

    Where a newer look has begun there is nothing to do, and it is the end.
    """
    if not await begin(session, trigger, at):
        return 0, ""
    mine = (F.c.trigger == trigger.value, HERE, F.c.key > after)
    kept = await _some(session, *mine, limit=BATCH)
    still = set(keys)
    gone = [one for one in kept if one.key not in still]
    cured = await _write(session, [], gone, at, today)
    return cured, kept[-1].key if len(kept) == BATCH else ""


async def _some(session: Session, *conditions: ColumnElement[bool], limit: int | None = None) -> list[Finding]:
    """Held until the transaction ends: the office may be at one of them."""
    query = select(*COLUMNS).where(*conditions).order_by(F.c.key).limit(limit).with_for_update()
    return [finding_of(row) for row in (await session.execute(query)).mappings()]


async def _write(session: Session, found: Sequence[Found], kept: Sequence[Finding], at: datetime, today: date) -> int:
    looked = look(found, kept, at, today)
    new = [(uuid4().hex, one) for one in looked.opened]
    rows = [_row(id_, one, at) for id_, one in new]
    await sql.insert(session, FindingRow, rows)
    lines = [line_of(id_, 1, Did.OPENED, at, CLOCK, dict(one.facts)) for id_, one in new]
    lines += [line for change in looked.changed if (line := await _changed(session, change, at)) is not None]
    await sql.insert(session, FindingLineRow, lines)
    return len(lines)


async def _changed(session: Session, change: Changed, at: datetime) -> dict[str, Any] | None:
    """Writes the columns; the line of it, where it is told."""
    finding, values = change.finding, dict(change.values)
    if change.did is None:
        await sql.change(session, F, finding.id, values)
        return None
    await sql.change(session, F, finding.id, values | {"number": finding.number + 1})
    facts = dict(finding.facts) if change.did is Did.CURED else dict(values.get("facts", finding.facts))  # type: ignore[call-overload]
    return line_of(finding.id, finding.number + 1, change.did, at, CLOCK, facts)


def _row(id_: str, found: Found, at: datetime) -> dict[str, Any]:
    named = {"key": found.key, "kind": found.kind.value, "trigger": found.trigger.value, "about": found.about.value}
    said = {"subject": found.subject, "facts": dict(found.facts), "owner": found.owner}
    return {"id": id_, **named, **said, "state": State.OPEN.value, "since": at, "number": 1}


def line_of(
    finding: str, number: int, did: Did, at: datetime, by: str, facts: Mapping[str, Any], why: str = ""
) -> dict[str, Any]:
    """A line of its history."""
    row = {"id": uuid4().hex, "finding": finding, "number": number, "did": did.value, "at": at, "by": by}
    return row | {"facts": dict(facts), "why": why}


# What the office does, and whoever sees to it


async def mitigate(
    session: Session, finding_id: str, *, number: int, why: str, at: datetime, by: str, owner: str | None = None
) -> None:
    """Something is done about it, so nobody need be told; it is cured once its trigger is gone. Raises RuleBroken."""
    finding = await _held(session, finding_id, number, owner)
    values = {"state": State.MITIGATED.value, "told_at": finding.told_at or at}
    await _do(session, finding, values, Did.MITIGATED, at, by, {}, why)


async def accept(
    session: Session,
    finding_id: str,
    *,
    number: int,
    until: date,
    why: str,
    today: date,
    at: datetime,
    by: str,
    owner: str | None = None,
) -> None:
    """It is lived with until a day, and nobody is told of it before that is over. Raises RuleBroken."""
    finding = await _held(session, finding_id, number, owner)
    check_until(until, today)
    facts = {"until": until.isoformat()}
    await _do(session, finding, {"accepted_until": until}, Did.ACCEPTED, at, by, facts, why)


async def take_back(
    session: Session,
    finding_id: str,
    *,
    number: int,
    why: str,
    today: date,
    at: datetime,
    by: str,
    owner: str | None = None,
) -> None:
    """It is not lived with any longer: from now on it is as if its last day were over. Raises RuleBroken.

    Whoever sees to it is told, unless it is they who said so.
    """
    finding = await _held(session, finding_id, number, owner)
    check_accepted(finding, today)
    values = {"accepted_until": None, "state": State.OPEN.value, "told_at": at if by == finding.owner else None}
    await _do(session, finding, values, Did.ACCEPTANCE_ENDED, at, by, {}, why)


async def change_owner(
    session: Session, finding_id: str, *, number: int, owner: str, why: str, at: datetime, by: str
) -> None:
    """Somebody else sees to it, "" is the office; they are told with the next mail. Raises RuleBroken."""
    finding = await _held(session, finding_id, number)
    if owner == finding.owner:
        return
    if owner and not (await session.execute(select(P.c.active).where(P.c.id == owner))).scalar_one_or_none():
        raise RuleBroken("finding.owner_unknown")
    facts = {"owner": [finding.owner, owner]}
    await _do(session, finding, {"owner": owner, "told_at": None}, Did.OWNER_CHANGED, at, by, facts, why)


async def _held(session: Session, finding_id: str, number: int, owner: str | None = None) -> Finding:
    found = await _some(session, F.c.id == finding_id)
    if not found:
        raise RuleBroken("finding.unknown")
    may_act(found[0], number, owner)
    return found[0]


async def _do(
    session: Session,
    finding: Finding,
    values: Mapping[str, Any],
    did: Did,
    at: datetime,
    by: str,
    facts: Mapping[str, Any],
    why: str,
) -> None:
    await sql.change(session, F, finding.id, {**values, "number": finding.number + 1})
    await sql.insert(session, FindingLineRow, [line_of(finding.id, finding.number + 1, did, at, by, facts, why)])


# Reading


def loud(today: date) -> ColumnElement[bool]:
    """Not accepted, or no longer."""
    return or_(F.c.accepted_until.is_(None), F.c.accepted_until < today)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; empty fields leave nothing out but what is cured or accepted."""

    kind: str = ""
    state: str = ""  # a state, "accepted", or "all"
    owner: str = ""


async def page(
    session: Session, wanted: Wanted, today: date, *, number: int = 1, size: int = 50
) -> tuple[list[Finding], int]:
    """One page of a list, the oldest first, and how many there are in all."""
    conditions = _conditions(wanted, today)
    counted = (await session.execute(select(func.count()).select_from(F).where(*conditions))).scalar_one()
    query = select(*COLUMNS).where(*conditions).order_by(F.c.since, F.c.key)
    found = await session.execute(query.limit(size).offset((number - 1) * size))
    return [finding_of(row) for row in found.mappings()], int(counted)


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    accepted, here = F.c.accepted_until >= today, [HERE, loud(today)]
    by_state: dict[str, list[ColumnElement[bool]]] = {
        "": here,
        "open": [F.c.state == State.OPEN.value, loud(today)],
        "mitigated": [F.c.state == State.MITIGATED.value, loud(today)],
        "accepted": [HERE, accepted],
        "cured": [F.c.state == State.CURED.value],
    }
    found = list(by_state.get(wanted.state, []))
    found += [F.c.kind == wanted.kind] if wanted.kind else []
    return found + ([F.c.owner == wanted.owner] if wanted.owner else [])


async def counts(session: Session, today: date) -> dict[Kind, int]:
    """How many there are of each kind that are not cured, and not accepted."""
    counted = select(F.c.kind, func.count()).where(*_conditions(Wanted(), today)).group_by(F.c.kind)
    return {Kind(row[0]): row[1] for row in await session.execute(counted)}


async def of_case(session: Session, case_id: str) -> list[Finding]:
    """What is amiss around one idea now."""
    mine = and_(F.c.about == About.CASE.value, F.c.subject == case_id, HERE)
    found = await session.execute(select(*COLUMNS).where(mine).order_by(F.c.since, F.c.key))
    return [finding_of(row) for row in found.mappings()]


async def get(session: Session, finding_id: str) -> Finding | None:
    """One finding."""
    row = (await session.execute(select(*COLUMNS).where(F.c.id == finding_id))).mappings().one_or_none()
    return None if row is None else finding_of(row)


async def lines(session: Session, finding_id: str) -> list[Line]:
    """What became of it, the first first."""
    columns = [L.c[name] for name in Line.__slots__]
    found = await session.execute(select(*columns).where(L.c.finding == finding_id).order_by(L.c.number))
    return [Line(**{**row, "did": Did(row["did"])}) for row in found.mappings()]


def finding_of(row: Mapping[Any, Any]) -> Finding:
    """The finding a row holds."""
    return FINDING.validate_python(dict(row))
