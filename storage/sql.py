"""Statements that many need, built once each: building one takes longer than SQLite takes to run it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Delete, Insert, Table, Update, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.session import Session


def table(row: type[SQLModel]) -> Table:
    """The table of a row class, for statements that need no objects."""
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


@cache
def inserting(dialect: str, row: type[SQLModel]) -> Any:
    """Inserting as this database does it, for what it says beyond that."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table(row))


@cache
def _keeping(dialect: str, row: type[SQLModel]) -> Any:
    return inserting(dialect, row).on_conflict_do_nothing()


@cache
def _changing(changed: Table) -> Update:
    return changed.update().where(changed.c.id == bindparam("this"))


def code(word: str) -> ColumnElement[str]:
    """One of our own codes, written into the statement: only so is a partial index on it used."""
    assert word.isidentifier()
    return literal_column(f"'{word}'")


async def changed(session: Session, statement: Update | Delete | Insert) -> int:
    """Runs a statement and says how many rows it touched."""
    return (await session.execute(statement)).rowcount


async def insert(session: Session, row: type[SQLModel], values: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows as they are: one round trip for all."""
    if values:
        await session.execute(inserting(session.dialect, row), [dict(one) for one in values])


async def insert_or_ignore(session: Session, row: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Inserts unless a unique key is taken; says whether it did."""
    return (await session.execute(_keeping(session.dialect, row), dict(values))).rowcount == 1


async def change(session: Session, row: Table, this: str, values: Mapping[str, Any]) -> None:
    """Writes these columns of the row with this id."""
    await session.execute(_changing(row), {"this": this, **values})


async def next_number(session: Session, name: str) -> int:
    """The next value of a counter, given out once; the row is locked until the transaction ends."""
    return int((await session.execute(_counting(session.dialect), {"name": name, "value": 1})).scalar_one())


@cache
def _counting(dialect: str) -> Any:
    from storage.tables import CounterRow

    value = table(CounterRow).c.value
    counted = inserting(dialect, CounterRow).on_conflict_do_update(index_elements=["name"], set_={"value": value + 1})
    return counted.returning(value)
