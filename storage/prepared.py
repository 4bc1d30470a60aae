"""A statement that comes again, run by the driver itself: the library's own way costs eight times what SQLite takes.

The library still writes the SQL and turns values to and fro by its types; what is left out is what it does anew at each
execution: keys for its cache, an execution context, a cursor's description. Whatever needs more than that (lists for
IN, defaults that are computed, text with no columns) is not prepared and goes the library's way.
"""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Delete, Dialect, Executable, Insert, Select, Update
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.session import Given, Rows

Turn = Callable[[Any], Any] | None
PREPARABLE = (Select, Insert, Update, Delete)
_UNSAID = object()  # in place of a value that whoever runs the statement has to give


class Found(IteratorResult[*tuple[Any, ...]]):
    """What a statement found, and how many rows it touched."""

    rowcount: int = -1


class Prepared:
    """One statement with one set of named values."""

    def __init__(self, compiled: SQLCompiler, statement: Any, dialect: Dialect) -> None:
        self._sql = str(compiled)
        binds = [compiled.binds[name] for name in compiled.positiontup or ()]
        self._values = [(bind.key, _UNSAID if bind.required else bind.effective_value) for bind in binds]
        self._into = [_into(bind.type, dialect) for bind in binds]
        turns: list[Any] = [_out_of(column.type, dialect) for column in statement.exported_columns]
        self._turns = turns if any(turns) else None
        self._named: SimpleResultMetaData | None = None  # known once it has run: SQLite says what columns are called

    def run(self, driver: sqlite3.Connection, given: Given | None) -> Rows:
        """Runs it, for each of many if so many are given; raises the library's errors, KeyError if one lacks a name."""
        try:
            if isinstance(given, Mapping | None):
                cursor = driver.execute(self._sql, self._row(given or {}))
            else:
                cursor = driver.executemany(self._sql, map(self._row, given))
            rows = cursor.fetchall()
        except sqlite3.Error as failed:
            raise DBAPIError.instance(self._sql, None, failed, sqlite3.Error, hide_parameters=True) from failed
        if self._named is None:
            self._named = SimpleResultMetaData([name for name, *_ in cursor.description or ()], _processors=self._turns)
        found = Found(self._named, iter(rows))
        found.rowcount = cursor.rowcount
        return cast("Rows", found)

    def _row(self, given: Mapping[str, Any]) -> list[Any]:
        values = [given[name] if fixed is _UNSAID else given.get(name, fixed) for name, fixed in self._values]
        return [turn(value) if turn else value for turn, value in zip(self._into, values, strict=True)]


class Shelf:
    """What has been prepared; a statement seen once only is not worth it."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._seen: WeakKeyDictionary[Executable, dict[tuple[str, ...], Prepared | None]] = WeakKeyDictionary()

    def find(self, statement: Executable, given: Given | None) -> Prepared | None:
        """The statement prepared for these names; nothing where it has to go the library's way."""
        known = self._seen.get(statement)
        if known is None:
            self._seen[statement] = {}
            return None
        names = tuple(given if isinstance(given, Mapping) else given[0]) if given else ()
        if names not in known:
            known[names] = self._prepare(statement, names)
        return known[names]

    def _prepare(self, statement: Any, names: tuple[str, ...]) -> Prepared | None:
        if not isinstance(statement, PREPARABLE):
            return None
        keys = list(names) if isinstance(statement, Insert | Update) else None
        compiled = statement.compile(dialect=self._dialect, column_keys=keys)
        computed = compiled.insert_prefetch or compiled.update_prefetch
        if computed or compiled.post_compile_params or compiled.literal_execute_params:
            return None
        if any(bind.required and bind.key not in names for bind in compiled.binds.values()):
            return None
        return Prepared(compiled, statement, self._dialect)


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Turn:
    """How a value is written for the driver."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Turn:
    """How what the driver read becomes a value."""
    return kind.dialect_impl(dialect).result_processor(dialect, None)
