"""The superuser of the database: everything they can copy, and every way to put a flag and an answer together.

What they hold of a row is its place and its number beside its columns: `xmin` and `ctid`, or `rowid`, and the order in
which rows lie. An attack is one way to pair the rows of two tables; its hits are pairs that are right.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from domain.survey.sheet import read, read_values
from storage.engine import Database

Row = Mapping[str, Any]
Copy = dict[str, list[Row]]  # every table, as it was copied
PLACES = {"sqlite": ("rowid",), "postgresql": ("xmin::text::bigint", "cmin::text::bigint", "ctid::text")}
NAMES = {"sqlite": ("rowid",), "postgresql": ("xmin", "cmin", "ctid")}
LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


async def copied(db: Database) -> Copy:
    """Every table with every column, and where each row lies."""
    async with db.read() as session:
        dialect = session.dialect
        places = ", ".join(f"{place} AS at_{name}" for place, name in zip(PLACES[dialect], NAMES[dialect], strict=True))
        tables = [str(row[0]) for row in await session.execute(text(LISTED[dialect]))]
        return {
            name: [dict(row) for row in (await session.execute(text(f"SELECT {places}, t.* FROM {name} t"))).mappings()]
            for name in tables
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
    some, others = list(flags), list(answers)
    found = [*_equal(some, others), *_ranked(some, others)]
    for name, rows in copy.items():
        found += _through(name, rows, some, others)
    return found


@dataclass(frozen=True)
class Scored:
    """An attack with the share of people whose answer it names rightly, by one guess each."""

    name: str
    share: float


def scored(prefix: str, found: Iterable[Attack], right: Callable[[Row, Row], bool]) -> list[Scored]:
    """How well each attack does that names anybody at all."""
    return [Scored(prefix + attack.name, _share(attack, right)) for attack in found if attack.pairs]


def same(sealed: bytes, content: str) -> bool:
    """Whether an opened sheet holds what was written."""
    return read(sealed.decode()).values == read_values(content)


def _share(attack: Attack, right: Callable[[Row, Row], bool]) -> float:
    """Who is paired with several answers is named with the chance of one of them."""
    guesses: dict[int, list[bool]] = {}
    for flag, answer in attack.pairs:
        guesses.setdefault(id(flag), []).append(right(flag, answer))
    return sum(sum(hits) / len(hits) for hits in guesses.values()) / max(len(guesses), 1)


def _equal(some: list[Row], others: list[Row]) -> list[Attack]:
    found = []
    for left in _columns(some):
        for right in _columns(others):
            pairs = [(a, b) for a in some for b in others if a[left] is not None and a[left] == b[right]]
            found.append(Attack(f"{left} = {right}", pairs))
    return found


def _ranked(some: list[Row], others: list[Row]) -> list[Attack]:
    """The first of one with the first of the other, forwards and backwards, by any column or length."""
    if len(some) != len(others):
        return []
    found = []
    for left, lefts in _orders(some).items():
        for right, rights in _orders(others).items():
            found.append(Attack(f"by {left} and {right}", list(zip(lefts, rights, strict=True))))
            found.append(Attack(f"by {left} and {right} backwards", list(zip(lefts, reversed(rights), strict=True))))
    return found


def _through(name: str, rows: list[Row], some: list[Row], others: list[Row]) -> list[Attack]:
    """A flag and an answer that each share something with the same row of a third table."""
    found = []
    for left, first in _meeting(some, rows):
        for right, second in _meeting(others, rows):
            linked = {(_key(row[first]), _key(row[second])) for row in rows}
            pairs = [(a, b) for a in some for b in others if (_key(a[left]), _key(b[right])) in linked]
            found.append(Attack(f"{left} = {name}.{first}, {name}.{second} = {right}", pairs))
    return found


def _meeting(these: list[Row], rows: list[Row]) -> list[tuple[str, str]]:
    """Columns of both that have any value in common."""
    values = {column: {_key(row[column]) for row in rows} - {_key(None)} for column in _columns(rows)}
    return [
        (mine, column)
        for mine in _columns(these)
        for column, known in values.items()
        if known & {_key(row[mine]) for row in these}
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


def _key(value: Any) -> str:
    return f"{type(value).__name__}:{value!r}"


async def bytes_of(db: Database) -> bytes:
    """What the disk holds of a database: its files and its log."""
    if db.sqlite:
        path = Path(str(db.url.database))
        return b"".join(p.read_bytes() for p in (path, path.with_name(path.name + "-wal")) if p.exists())
    async with db.read() as session:
        await session.execute(text("CHECKPOINT"))  # what was committed may lie in memory yet
        folder = Path(str((await session.execute(text("SHOW data_directory"))).scalar_one()))
        found = await session.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        parts = [folder / "base" / str(found.scalar_one()), folder / "pg_wal"]
    return b"".join(p.read_bytes() for part in parts for p in sorted(part.iterdir()) if p.is_file())
