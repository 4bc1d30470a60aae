"""A statement that comes again, run by the driver itself: the library's own way costs eight times what SQLite takes.

The library still writes the SQL and turns values to and fro by its types; what is left out is what it does anew at each
execution: keys for its cache, an execution context, a cursor's description. A list for IN is prepared for each of its
lengths, up to a few. Whatever needs more than that (longer lists, defaults that are computed, text with no columns) is
not prepared and goes the library's way.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
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
SHORT = 16  # values of a list for IN; each length is another statement
Kind = tuple[str | tuple[str, int], ...]
_UNSAID = object()  # in place of a value that whoever runs the statement has to give
_NOTHING: Mapping[str, Any] = {}


class Found(IteratorResult[*tuple[Any, ...]]):
    """What a statement found, and how many rows it touched."""

    rowcount: int = -1


class Prepared:
    """One statement with one set of named values, lists among them of one length each."""

    def __init__(self, compiled: SQLCompiler, statement: Any, dialect: Dialect, given: Mapping[str, Any]) -> None:
        self._sql, order, lists = _expanded(compiled, given)
        in_lists = {name: (of, nth) for of, names in lists.items() for nth, name in enumerate(names)}
        places = [in_lists.get(name, (name, None)) for name in order]
        binds = [compiled.binds[name] for name, _ in places]
        self._values = [(bind.key, _UNSAID if bind.required else bind.effective_value) for bind in binds]
        self._nth = [nth for _, nth in places] if in_lists else None  # which of a list, where the value is one
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
        if self._nth is not None:
            values = [one if nth is None else one[nth] for one, nth in zip(values, self._nth, strict=True)]
        return [turn(value) if turn else value for turn, value in zip(self._into, values, strict=True)]


def _expanded(compiled: SQLCompiler, given: Mapping[str, Any]) -> tuple[str, Sequence[str], Mapping[str, list[str]]]:
    """The statement, its values in order, and of which list those are that were one."""
    if not compiled.post_compile_params:
        return str(compiled), compiled.positiontup or (), {}
    state = compiled.construct_expanded_state(given)
    return state.statement, state.positiontup or (), state.parameter_expansion


class Shelf:
    """What has been prepared; a statement seen once only is not worth it."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._seen: WeakKeyDictionary[Executable, dict[Kind, Prepared | None]] = WeakKeyDictionary()

    def find(self, statement: Executable, given: Given | None) -> Prepared | None:
        """The statement prepared for these names; nothing where it has to go the library's way."""
        known = self._seen.get(statement)
        if known is None:
            self._seen[statement] = {}
            return None
        first = (given if isinstance(given, Mapping) else given[0]) if given else _NOTHING
        kind = _kind(statement, first)
        if kind not in known:
            known[kind] = self._prepare(statement, first)
        return known[kind]

    def _prepare(self, statement: Any, given: Mapping[str, Any]) -> Prepared | None:
        if not isinstance(statement, PREPARABLE):
            return None
        keys = list(given) if isinstance(statement, Insert | Update) else None
        compiled = statement.compile(dialect=self._dialect, column_keys=keys)
        computed = compiled.insert_prefetch or compiled.update_prefetch
        if computed or compiled.literal_execute_params:
            return None
        if any(bind.required and bind.key not in given for bind in compiled.binds.values()):
            return None
        lists = [given.get(bind.key, bind.effective_value) for bind in compiled.post_compile_params]
        if lists and (keys is not None or not all(0 < len(one) <= SHORT for one in lists)):
            return None
        return Prepared(compiled, statement, self._dialect, given)


def _kind(statement: Executable, given: Mapping[str, Any]) -> Kind:
    """What a prepared statement is good for: the names of its values, and how long each list is."""
    if not given or isinstance(statement, Insert | Update):  # a list among these is one value, as JSON
        return tuple(given)
    return tuple((name, len(value)) if isinstance(value, list | tuple) else name for name, value in given.items())


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Turn:
    """How a value is written for the driver."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> Turn:
    """How what the driver read becomes a value."""
    return kind.dialect_impl(dialect).result_processor(dialect, None)
