"""Rounds as frozen values, and back: read and written under the lock that every step takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast
from uuid import uuid4

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import bindparam, delete, false, select, true, update

from contracts.messenger import Letter
from domain.case import Reason
from domain.chain import broken_at
from domain.part import Words
from domain.rounds.happenings import Announced, RoundPlan
from domain.rounds.nouns import Entry, Rater, Round, RoundEvent
from domain.words import Via
from storage import inbox, sql
from storage.mapping import from_values, to_values
from storage.session import Session
from storage.tables import RoundEventRow, RoundIdeaRow, RoundRaterRow, RoundReasonRow, RoundRow

R, I, P = sql.table(RoundRow), sql.table(RoundIdeaRow), sql.table(RoundRaterRow)  # noqa: E741 - as elsewhere
WHY, E = sql.table(RoundReasonRow), sql.table(RoundEventRow)
ROUND: TypeAdapter[Round] = TypeAdapter(Round)
PARTS = ("entries", "raters", "reasons")


@dataclass(frozen=True, slots=True)
class Standing:
    """A round, and what its rules do not know: when its last step was taken, and which errands are open."""

    round: Round
    last_at: datetime
    errands: tuple[str, ...]


async def load_round(session: Session, round_id: str, *, lock: bool = False) -> Round | None:
    """The round as it is now; with `lock`, nobody else changes it until this transaction ends."""
    found = await load_standing(session, round_id, lock=lock)
    return None if found is None else found.round


async def load_standing(session: Session, round_id: str, *, lock: bool = False) -> Standing | None:
    """The same, with what is kept beside it."""
    one = select(R).where(R.c.id == round_id)
    statement = one.with_for_update(key_share=True) if lock else one
    row = (await session.execute(statement)).mappings().one_or_none()
    if row is None:
        return None
    entries = await session.execute(select(I).where(I.c.round == round_id).order_by(I.c.position, I.c.case_id))
    raters = await session.execute(select(P).where(P.c.round == round_id).order_by(P.c.id))
    reasons = await session.execute(select(WHY).where(WHY.c.round == round_id).order_by(WHY.c.at, WHY.c.id))
    parts = {
        "entries": tuple(_only(Entry, one) for one in entries.mappings()),
        "raters": tuple(_only(Rater, one) | {"person": one["person_id"]} for one in raters.mappings()),
        "reasons": tuple(_only(Reason, one) for one in reasons.mappings()),
    }
    return Standing(ROUND.validate_python(_only(Round, row) | parts), row["last_at"], tuple(row["errands"]))


async def open_round(
    session: Session, plan: RoundPlan, *, by: str, via: Via, at: datetime, round_id: str = "", series: str | None = None
) -> Letter:
    """A round with the next number; accepted with this transaction. The letter is for the messenger."""
    number = f"R{await sql.next_number(session, 'rounds')}"
    round_ = Round(round_id or uuid4().hex, number)
    await sql.insert(session, RoundRow, [_values(round_) | {"last_at": at, "errands": [], "series": series}])
    return await inbox.put_of_round(
        session, round_.id, Announced(id=f"announced:{round_.id}", by=by, via=via, at=at, plan=plan)
    )


async def save_round(session: Session, old: Round, new: Round) -> None:
    """Writes what `new` has and `old` had not, or otherwise."""
    before, after = _values(old), _values(new)
    await keep_beside(session, new.id, {name: value for name, value in after.items() if before[name] != value})
    await _save_entries(session, old, new)
    await _save_raters(session, old, new)
    known = {reason.id for reason in old.reasons}
    added = [to_values(one) | {"round": new.id} for one in new.reasons if one.id not in known]
    await sql.insert(session, RoundReasonRow, added)


async def keep_beside(session: Session, round_id: str, columns: Mapping[str, Any]) -> None:
    """Writes these columns of its row, if there are any."""
    if columns:
        await sql.change(session, R, round_id, columns)


async def _save_entries(session: Session, old: Round, new: Round) -> None:
    """An idea belongs to the round as long as it lives; what had left before it opened was never compared."""
    known = {entry.case_id: entry for entry in old.entries}
    now = {entry.case_id for entry in new.entries}
    mine = I.c.round == new.id
    if gone := sorted(known.keys() - now):
        await session.execute(delete(I).where(mine, I.c.case_id.in_(gone)))
    beside = {"round": new.id, "live": True, "told": False}
    places = [(place, one) for place, one in enumerate(new.entries) if one.case_id not in known]
    await sql.insert(session, RoundIdeaRow, [to_values(one) | beside | {"position": place} for place, one in places])
    changed = [one for one in new.entries if one.case_id in known and one != known[one.case_id]]
    if changed:
        rows = [{"this": values.pop("case_id"), **values} for values in map(to_values, changed)]
        await session.execute(update(I).where(mine, I.c.case_id == bindparam("this")), rows)
    if new.ended and not old.ended:
        await session.execute(update(I).where(mine).values(live=False))
        # A decision after another is news only where it differs.
        await session.execute(update(I).where(mine, I.c.case_id.in_(one.case_id for one in changed)).values(told=False))
    if old.ended and not new.ended:
        await session.execute(update(I).where(mine, I.c.kept == false()).values(live=True))


async def _save_raters(session: Session, old: Round, new: Round) -> None:
    known = {rater.id: rater for rater in old.raters}
    beside = {"round": new.id, "finished": False, "asked": "", "reminded": ""}
    added = [_rater(one) | beside for one in new.raters if one.id not in known]
    await sql.insert(session, RoundRaterRow, added)
    for rater in new.raters:
        if rater.id in known and rater != known[rater.id]:
            await session.execute(update(P).where(P.c.id == rater.id).values(**_rater(rater)))


def _rater(rater: Rater) -> dict[str, Any]:
    values = to_values(rater)
    return {"person_id": values.pop("person"), **values}


async def nobody_has_finished(session: Session, round_id: str) -> None:
    """A round that opens again waits for everybody again."""
    await session.execute(update(P).where(P.c.round == round_id).values(finished=False))


async def to_be_asked(session: Session, round_id: str, person: str) -> None:
    """Nobody has written to them yet, and they are waited for: also where they were of the panel before."""
    mine = update(P).where(P.c.round == round_id, P.c.person_id == person)
    await session.execute(mine.values(asked="", finished=False))


# The record


async def add_events(session: Session, round_id: str, events: Sequence[RoundEvent]) -> None:
    """Appends lines to the record of a round."""
    await sql.insert(session, RoundEventRow, [to_values(event) | {"round": round_id} for event in events])


async def round_events(session: Session, round_id: str) -> tuple[RoundEvent, ...]:
    """The record of a round, from its first line."""
    found = await session.execute(select(E).where(E.c.round == round_id).order_by(E.c.seq))
    return tuple(from_values(RoundEvent, cast("Mapping[str, Any]", one)) for one in found.mappings())


async def round_broken_at(session: Session, round_: Round) -> int | None:
    """Number of the first line that is wrong or missing, or None: the record is whole."""
    return broken_at(round_, await round_events(session, round_.id))


# Lists


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in a list."""

    id: str
    number: str
    state: str
    title: str
    opens_on: date | None
    closes_on: date | None
    missing: int | None
    titles: Words | None = None

    def title_in(self, language: str) -> str:
        """What people call it."""
        return self.title if self.titles is None else self.titles.in_(language)


async def all_rounds(session: Session, limit: int = 200) -> list[RoundLine]:
    """Newest first; what nobody has taken yet has no title."""
    found = await session.execute(select(*_LINE).order_by(R.c.last_at.desc(), R.c.id).limit(limit))
    return [_line(row) for row in found]


async def living(session: Session, case_id: str) -> RoundLine | None:
    """The round that compares this idea now, if there is one."""
    mine = select(*_LINE).join_from(I, R, R.c.id == I.c.round).where(I.c.case_id == case_id, I.c.live == true())
    row = (await session.execute(mine)).one_or_none()
    return None if row is None else _line(row)


_LINE = (R.c.id, R.c.number, R.c.state, R.c.plan, R.c.opens_on, R.c.closes_on, R.c.missing)


def _line(row: Any) -> RoundLine:
    plan = row.plan or {}
    titles = Words(**given) if (given := plan.get("titles")) else None
    title = plan.get("title", "")
    return RoundLine(row.id, row.number, row.state, title, row.opens_on, row.closes_on, row.missing, titles)


async def not_told(session: Session, round_id: str, limit: int) -> list[str]:
    """Ideas of the field that have not been told their result."""
    waiting = (I.c.round == round_id, I.c.told == false())
    return list(
        (await session.execute(select(I.c.case_id).where(*waiting).order_by(I.c.position).limit(limit))).scalars()
    )


async def told(session: Session, round_id: str, cases: Sequence[str]) -> None:
    """These were."""
    await session.execute(update(I).where(I.c.round == round_id, I.c.case_id.in_(cases)).values(told=True))


# Values


def _values(round_: Round) -> dict[str, Any]:
    return {field.name: _plain(getattr(round_, field.name)) for field in fields(Round) if field.name not in PARTS}


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
