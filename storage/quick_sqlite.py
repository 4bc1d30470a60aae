"""SQLite in a thread of its own, with one visit per statement: the stock driver takes four, each a switch of threads.

Whoever holds the write lock does not wait any more: its statements take microseconds, a switch of threads ten times
that. So between BEGIN IMMEDIATE and the end they run where they are asked for; reading and committing never do.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
Rows = list[Any]


class _Cursor:
    """Executes and fetches at once; what SQLAlchemy asks afterwards is known already."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        await self._visit(lambda raw: raw.execute(statement, parameters))
        self._connection.holds_lock = self._connection.holds_lock or statement == BEGIN_WRITING
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        return await self._visit(lambda raw: raw.executemany(statement, parameters))

    async def _visit(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        def visit() -> sqlite3.Cursor:
            cursor = work(self._connection.raw)
            self._rows = cursor.fetchall() if cursor.description else []
            return cursor

        connection = self._connection
        cursor = visit() if connection.writing else await connection.in_thread(visit)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        return self

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


class Connection(aiosqlite.Connection):
    """The stock connection with that cursor."""

    holds_lock = False

    @property
    def writing(self) -> bool:
        """Whether the write lock is held by this connection."""
        self.holds_lock = self.holds_lock and self._conn.in_transaction
        return self.holds_lock

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn

    async def in_thread(self, work: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        """Runs something in the connection's thread."""
        result: sqlite3.Cursor = await self._execute(work)  # type: ignore[no-untyped-call]
        return result

    def cursor(self) -> Any:
        return _Cursor(self)


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy calls in place of `aiosqlite.connect`."""
    connection = Connection(
        lambda: sqlite3.connect(database, **{**options, "check_same_thread": False}), iter_chunk_size=64
    )
    connection._thread.daemon = True  # a connection nobody closed must not keep the process alive
    return connection
