"""The few statements both databases know and SQLAlchemy spells differently for each."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Delete, Insert, Table, Update, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.session import Session


def table(row: type[SQLModel]) -> Table:
    """The table of a row class, for statements that need no objects."""
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


def _insert(session: Session, row: type[SQLModel]) -> Any:
    dialect = session.dialect
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table(row))


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
        await session.execute(table(row).insert(), [dict(one) for one in values])


async def insert_or_ignore(session: Session, row: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Inserts unless a unique key is taken; says whether it did."""
    return await changed(session, _insert(session, row).values(**values).on_conflict_do_nothing()) == 1


async def next_number(session: Session, name: str) -> int:
    """The next value of a counter, given out once; the row is locked until the transaction ends."""
    from storage.tables import CounterRow

    counters = table(CounterRow)
    statement = _insert(session, CounterRow).values(name=name, value=1)
    counted = statement.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    return int((await session.execute(counted.returning(counters.c.value))).scalar_one())
