"""The superuser of the database: everything they can copy, and every way to put a flag and an answer together.

What they hold of a row is its place and its number beside its columns: `xmin` and `ctid`, or `rowid`, and the order in
which rows lie. An attack is one way to pair the rows of two tables; its hits are pairs that are right.
"""

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import text

from storage.engine import Database

Row = Mapping[str, Any]
Key = tuple[type, Any]


class Rows(list[Row]):
    """Rows of one table, and what each column holds, told apart by type."""

    @cached_property
    def keys(self) -> dict[str, list[Key]]:
        """Row by row, for each column."""
        return {column: [_key(row[column]) for row in self] for column in _columns(self)}

    @cached_property
    def known(self) -> dict[str, set[Key]]:
        """What a column holds, nothing left out but nothing."""
        return {column: set(keys) - {_key(None)} for column, keys in self.keys.items()}


Copy = dict[str, Rows]  # every table, as it was copied
PLACES = {"sqlite": ("rowid",), "postgresql": ("xmin::text::bigint", "cmin::text::bigint", "ctid::text")}
NAMES = {"sqlite": ("rowid",), "postgresql": ("xmin", "cmin", "ctid")}
LISTED = {
    "sqlite": "SELECT name, sql NOT LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename, true FROM pg_tables WHERE schemaname = 'public'",
}


async def copied(db: Database) -> Copy:
    """Every table with every column, and where each row lies."""
    async with db.read() as session:
        dialect = session.dialect
        places = [f"{place} AS at_{name}" for place, name in zip(PLACES[dialect], NAMES[dialect], strict=True)]
        shown = {
            str(name): ", ".join([*(places if placed else ()), "t.*"])
            for name, placed in await session.execute(text(LISTED[dialect]))
        }
        return {
            name: Rows(map(dict, (await session.execute(text(f"SELECT {columns} FROM {name} t"))).mappings()))
            for name, columns in shown.items()
        }


async def sequences(db: Database) -> list[tuple[Any, ...]]:
    """Numbers the database gives out by itself."""
    async with db.read() as session:
        if session.dialect == "postgresql":
            found = await session.execute(text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"))
        else:
            found = await session.execute(text("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        return [tuple(row) for row in found]


@dataclass(frozen=True)
class Attack:
    """A way to pair rows, in words, and what it pairs."""

    name: str
    pairs: list[tuple[Row, Row]]


def attacks(copy: Copy, flags: Iterable[Row], answers: Iterable[Row]) -> list[Attack]:
    """Equal values in any two columns, equal rank in any order of both, and the same through every third table."""
    some, others = Rows(flags), Rows(answers)
    found = [*_equal(some, others), *_ranked(some, others)]
    for name, rows in copy.items():
        found += _through(name, rows, some, others)
    return found


@dataclass(frozen=True)
class Scored:
    """How many people an attack names, and how many of them rightly, by one guess each."""

    name: str
    named: int
    hits: float


def scored(prefix: str, found: Iterable[Attack], right: Callable[[Row, Row], bool]) -> list[Scored]:
    """How well each attack does that names anybody at all."""
    return [Scored(prefix + attack.name, *_hits(attack, right)) for attack in found if attack.pairs]


def by_chance(named: int, hits: float, among: int) -> float:
    """No less than the chance that guessing among so many does as well: Chernoff's bound.

    It holds for independent guesses and for pairing all with all at random: the number of right pairs of a random
    permutation has no larger moments than Poisson's law.
    """
    expected = named / among
    return 1.0 if hits <= expected else math.exp(hits - expected) * (expected / hits) ** hits


def _hits(attack: Attack, right: Callable[[Row, Row], bool]) -> tuple[int, float]:
    """Who is paired with several answers is named with the chance of one of them."""
    guesses: dict[int, list[bool]] = {}
    for flag, answer in attack.pairs:
        guesses.setdefault(id(flag), []).append(right(flag, answer))
    return len(guesses), sum(sum(hits) / len(hits) for hits in guesses.values())


def _equal(some: Rows, others: Rows) -> list[Attack]:
    found = []
    for left, known in some.known.items():
        for right in others.keys:
            pairs = _pairs(some, left, others, right, ((one, one) for one in known & others.known[right]))
            found.append(Attack(f"{left} = {right}", pairs))
    return found


def _pairs(some: Rows, left: str, others: Rows, right: str, linked: Iterable[tuple[Key, Key]]) -> list[tuple[Row, Row]]:
    """Rows that hold in these two columns what belongs together."""
    firsts, seconds = _holding(some, left), _holding(others, right)
    return [(a, b) for one, other in linked for a in firsts.get(one, ()) for b in seconds.get(other, ())]


def _holding(rows: Rows, column: str) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row, key in zip(rows, rows.keys[column], strict=True):
        found.setdefault(key, []).append(row)
    return found


def _ranked(some: Rows, others: Rows) -> list[Attack]:
    """The first of one with the first of the other, forwards and backwards, by any column or length."""
    if len(some) != len(others):
        return []
    found = []
    for left, lefts in _orders(some).items():
        for right, rights in _orders(others).items():
            found.append(Attack(f"by {left} and {right}", list(zip(lefts, rights, strict=True))))
            found.append(Attack(f"by {left} and {right} backwards", list(zip(lefts, reversed(rights), strict=True))))
    return found


def _through(name: str, rows: Rows, some: Rows, others: Rows) -> list[Attack]:
    """A flag and an answer that each share something with the same row of a third table."""
    found = []
    for left, first in _meeting(some, rows):
        for right, second in _meeting(others, rows):
            linked = set(zip(rows.keys[first], rows.keys[second], strict=True))
            pairs = _pairs(some, left, others, right, linked)
            found.append(Attack(f"{left} = {name}.{first}, {name}.{second} = {right}", pairs))
    return found


def _meeting(these: Rows, rows: Rows) -> list[tuple[str, str]]:
    """Columns of both that have any value in common."""
    return [
        (mine, column)
        for mine, held in these.known.items()
        for column, known in rows.known.items()
        if not known.isdisjoint(held)
    ]


def _columns(rows: list[Row]) -> list[str]:
    return list(rows[0]) if rows else []


def _orders(rows: list[Row]) -> dict[str, list[Row]]:
    found = {}
    for column in _columns(rows):
        found[column] = sorted(rows, key=lambda row: _sortable(row[column]))
        found[f"length of {column}"] = sorted(rows, key=lambda row: len(str(row[column])))
    found["as they lie"] = rows
    return found


def _sortable(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool | int | float):
        return 0, float(value)
    if isinstance(value, str) and value.startswith("(") and "," in value:
        page, _, line = value.strip("()").partition(",")
        return 0, int(page) * 10_000 + int(line)
    return 1, str(value)


def _key(value: Any) -> Key:
    return type(value), value if isinstance(value, Hashable) else repr(value)


async def bytes_of(db: Database) -> bytes:
    """What the disk holds of a database: its files, its log, and what its server wrote down of statements."""
    return b"".join((await _parts_of(db)).values())


async def traced(db: Database, pattern: re.Pattern[bytes]) -> dict[str, Row]:
    """Where each word lies in each of these, first and last: there is also what was deleted."""
    parts, found = await _parts_of(db), dict[str, dict[str, int]]()
    for kind, raw in parts.items():
        for match in pattern.finditer(raw):
            word = match[0].decode()
            found.setdefault(word, {}).setdefault(f"first_in_{kind}", match.start())
            found[word][f"last_in_{kind}"] = match.start()
    nowhere = {f"{end}_in_{kind}": 0 for end in ("first", "last") for kind in parts}
    return {word: nowhere | places for word, places in found.items()}


async def _parts_of(db: Database) -> dict[str, bytes]:
    if db.sqlite:
        path = Path(str(db.url.database))
        log = path.with_name(path.name + "-wal")
        return {"file": path.read_bytes(), "log": log.read_bytes() if log.exists() else b""}
    async with db.read() as session:
        await session.execute(text("CHECKPOINT"))  # what was committed may lie in memory yet
        folder = Path(str((await session.execute(text("SHOW data_directory"))).scalar_one()))
        found = await session.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        parts = {"file": folder / "base" / str(found.scalar_one()), "log": folder / "pg_wal"}
    whole = {
        kind: b"".join(p.read_bytes() for p in sorted(part.iterdir()) if p.is_file()) for kind, part in parts.items()
    }
    return whole | {"server_log": (folder / "log").read_bytes()}
