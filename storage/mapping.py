"""Cases as frozen values, and back: columns carry the names of the fields, so that nothing is written twice."""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy import case as case_when
from sqlmodel import SQLModel

from domain import case as nouns
from domain.case import Case
from domain.step import Event
from storage import search, sql
from storage.recent import Recent
from storage.session import Session
from storage.tables import (
    AdviceRow,
    AnswerRow,
    AssignmentRow,
    CaseRow,
    CommitmentRow,
    DecisionRow,
    DeferralRow,
    EventRow,
    JoinedRow,
    PointRow,
    QuestionRow,
    ReasonRow,
    SignOffRow,
    SignStepRow,
    TaskRow,
    TextRow,
)

Noun = TypeVar("Noun")

COLLECTIONS: Mapping[str, tuple[type[Any], type[SQLModel]]] = {
    "texts": (nouns.Text, TextRow),
    "tasks": (nouns.Task, TaskRow),
    "assignments": (nouns.Assignment, AssignmentRow),
    "answers": (nouns.Answer, AnswerRow),
    "questions": (nouns.Question, QuestionRow),
    "points": (nouns.Point, PointRow),
    "reasons": (nouns.Reason, ReasonRow),
    "deferrals": (nouns.Deferral, DeferralRow),
    "decisions": (nouns.Decision, DecisionRow),
    "commitments": (nouns.Commitment, CommitmentRow),
    "joined": (nouns.Joined, JoinedRow),
    "advice": (nouns.Advice, AdviceRow),
    "sign_offs": (nouns.SignOff, SignOffRow),
    "sign_steps": (nouns.SignStep, SignStepRow),
}


C = sql.table(CaseRow)
_ONE = select(C).where(C.c.id == bindparam("case"))
_LOCKED = _ONE.with_for_update(key_share=True)  # FOR NO KEY UPDATE: others may still add rows that point at the case
_NEXT = C.c.revision + 1
# Words that were those of this revision are those of the next; where they lagged behind, they still do.
_WORDED = case_when((C.c.worded == C.c.revision, _NEXT), else_=C.c.worded)
_COUNTED = C.update().where(C.c.id == bindparam("this")).values(revision=_NEXT, worded=_WORDED).returning(C.c.revision)


@cache
def _parts(row: type[SQLModel]) -> Select[*tuple[Any, ...]]:
    part = sql.table(row)
    return select(part).where(part.c.case_id == bindparam("case")).order_by(part.c.position)


def to_values(noun: Any) -> dict[str, Any]:
    """A noun's fields as column values; a case's collections stay out."""
    return {name: _plain(getattr(noun, name)) for name in _decoders(type(noun))}


def from_values(kind: type[Noun], values: Mapping[str, Any]) -> Noun:
    """The noun a row holds."""
    return kind(**{name: decode(values[name]) for name, decode in _decoders(kind).items()})


async def load_case(session: Session, case_id: str, *, lock: bool = True) -> Case | None:
    """The case as it is now; with `lock`, nobody else changes it until this transaction ends."""
    found = await load_revision(session, case_id, Recent(), lock=lock)
    return None if found is None else found[0]


async def load_revision(
    session: Session, case_id: str, recent: Recent, *, lock: bool = True
) -> tuple[Case, int] | None:
    """The case and its revision; its parts are read only when this process does not remember them."""
    found = await session.execute(_LOCKED if lock else _ONE, {"case": case_id})
    row = found.mappings().one_or_none()
    if row is None:
        return None
    case, revision = from_values(Case, cast("Mapping[str, Any]", row)), row["revision"]
    if revision == 0:
        return case, 0  # nothing has happened to it, so there is nothing else to read
    known = recent.get(case_id, revision)
    if known is not None and (same := _with_parts(case, known)) == known:
        return same, revision  # compared as well, for a database that was put back meanwhile
    parts = {name: await _load(session, case_id, *COLLECTIONS[name]) for name in row["holds"].split()}
    return replace(case, **cast("Any", parts)), revision


def _with_parts(case: Case, known: Case) -> Case:
    return replace(case, **cast("Any", {name: getattr(known, name) for name in COLLECTIONS}))


async def _load(session: Session, case_id: str, kind: type[Any], row: type[SQLModel]) -> tuple[Any, ...]:
    found = await session.execute(_parts(row), {"case": case_id})
    return tuple(from_values(kind, cast("Mapping[str, Any]", one)) for one in found.mappings())


async def load_cases(session: Session, ids: Sequence[str]) -> dict[str, Case]:
    """Cases as they are, by id, with one statement for each kind of parts that any of them has."""
    found = (await session.execute(select(C).where(C.c.id.in_(ids)))).mappings().all() if ids else []
    parts: dict[str, dict[str, list[Any]]] = {row["id"]: {name: [] for name in COLLECTIONS} for row in found}
    for name in {name for row in found for name in row["holds"].split()}:
        kind, part = COLLECTIONS[name][0], sql.table(COLLECTIONS[name][1])
        rows = await session.execute(select(part).where(part.c.case_id.in_(ids)).order_by(part.c.position))
        for one in rows.mappings():
            parts[one["case_id"]][name].append(from_values(kind, cast("Mapping[str, Any]", one)))
    return {
        row["id"]: replace(
            from_values(Case, cast("Mapping[str, Any]", row)),
            **cast("Any", {name: tuple(items) for name, items in parts[row["id"]].items()}),
        )
        for row in found
    }


async def add_case(session: Session, case: Case) -> None:
    """Adds a case that is new, with all it holds."""
    bare = replace(case, **cast("Any", dict.fromkeys(COLLECTIONS, ())))
    revision = 0 if case == bare else 1
    await sql.insert(session, CaseRow, [to_values(case) | gist(case) | {"revision": revision, "worded": revision}])
    await _save_parts(session, bare, case)
    await search.keep_words(session, bare, case)


async def save_case(session: Session, old: Case, new: Case) -> int | None:
    """Writes what `new` has and `old` had not, or otherwise; gives the new revision, None when all is as it was."""
    changes = _changed(old, new)
    if (seen := gist(new)) != gist(old):
        changes |= seen
    if not changes and all(getattr(old, name) == getattr(new, name) for name in COLLECTIONS):
        return None
    revision = (await session.execute(_COUNTED, {"this": new.id, **changes})).scalar_one()
    await _save_parts(session, old, new)
    await search.keep_words(session, old, new)
    return int(revision)


def gist(case: Case) -> dict[str, Any]:
    """What lists want of the newest text without reading it, and which parts there are to be read at all."""
    title, theme = (case.text.title, case.text.theme) if case.texts else ("", "")
    holds = " ".join(name for name in COLLECTIONS if getattr(case, name))
    return {"version": case.version, "theme": theme, "search": f"{case.number} {title}".casefold(), "holds": holds}


async def _save_parts(session: Session, old: Case, new: Case) -> None:
    for name, (_, row) in COLLECTIONS.items():
        items = getattr(new, name)
        if items is getattr(old, name):
            continue
        known = {item.id: item for item in getattr(old, name)}
        added = [
            to_values(item) | {"case_id": new.id, "position": place}
            for place, item in enumerate(items)
            if item.id not in known
        ]
        await sql.insert(session, row, added)
        for item in items:
            if item.id in known and item != known[item.id]:
                await _change(session, sql.table(row), known[item.id], item)


async def _change(session: Session, table: Table, old: Any, new: Any) -> None:
    await sql.change(session, table, new.id, _changed(old, new))


async def add_events(session: Session, case_id: str, events: tuple[Event, ...]) -> None:
    """Appends lines to the record of a case."""
    await sql.insert(session, EventRow, [to_values(event) | {"case_id": case_id} for event in events])


async def load_events(session: Session, case_id: str) -> tuple[Event, ...]:
    """The record of a case, from its first line."""
    table = sql.table(EventRow)
    found = await session.execute(select(table).where(table.c.case_id == case_id).order_by(table.c.seq))
    return tuple(from_values(Event, cast("Mapping[str, Any]", one)) for one in found.mappings())


def _changed(old: Any, new: Any) -> dict[str, Any]:
    """Columns that are otherwise; most are not, so only those are made plain."""
    names = _decoders(type(new))
    return {name: _plain(value) for name in names if (value := getattr(new, name)) != getattr(old, name)}


_AS_IT_IS = frozenset({str, int, float, bool, bytes, date, datetime, type(None)})  # asked first: nearly all of them


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return _plain(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else value


_KNOWN: dict[type[Any], Mapping[str, Callable[[Any], Any]]] = {}


def _decoders(kind: type[Any]) -> Mapping[str, Callable[[Any], Any]]:
    if kind not in _KNOWN:
        hints = get_type_hints(kind)
        _KNOWN[kind] = {f.name: _decoder(hints[f.name]) for f in fields(kind) if f.name not in COLLECTIONS}
    return _KNOWN[kind]


def _decoder(hint: Any) -> Callable[[Any], Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        inner = _decoder(next(arg for arg in args if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _decoder(args[0])
        return lambda value: tuple(item(one) for one in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: hint(**value)
    return lambda value: value
