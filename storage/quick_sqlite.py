"""SQLite without waiting in vain: the stock driver switches threads four times for each statement.

In a transaction nothing waits: readers have their own state of the data, and whoever writes holds the lock. There a
statement takes microseconds and a switch of threads ten times that, so it runs where it is asked for. The lock itself
is asked for again and again without holding up anybody; SQLite's own waiting sleeps up to a tenth of a second at a
time and wakes nobody in turn. What may take long, the disk at the end of a transaction, has a thread of its own.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
PAUSE = (0.001, 0.004)  # seconds between two tries: a transaction takes some ten milliseconds
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
        if statement == BEGIN_WRITING:
            await self._connection.lock()
            return self
        return await self._visit(lambda raw: raw.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        return await self._visit(lambda raw: raw.executemany(statement, parameters))

    async def _visit(self, work: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        def visit() -> sqlite3.Cursor:
            cursor = work(self._connection.raw)
            self._rows = cursor.fetchall() if cursor.description else []
            return cursor

        connection = self._connection
        cursor = visit() if connection.raw.in_transaction else await connection.in_thread(visit)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        return self

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


class Connection(aiosqlite.Connection):
    """The stock connection with that cursor."""

    patience = 5.0  # seconds to wait for the write lock

    @property
    def raw(self) -> sqlite3.Connection:
        return self._conn

    async def in_thread(self, work: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        """Runs something in the connection's thread."""
        result: sqlite3.Cursor = await self._execute(work)  # type: ignore[no-untyped-call]
        return result

    async def lock(self) -> None:
        """Begins a transaction with the write lock; raises what SQLite says once patience has ended."""
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return self._try_lock()
            except sqlite3.OperationalError as held:
                if held.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(random.uniform(*PAUSE))  # noqa: S311 - chance keeps two processes out of step

    def _try_lock(self) -> None:
        self.raw.execute("PRAGMA busy_timeout=0")
        try:
            self.raw.execute(BEGIN_WRITING)
        finally:
            self.raw.execute(f"PRAGMA busy_timeout={round(self.patience * 1000)}")

    def cursor(self) -> Any:
        return _Cursor(self)


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy calls in place of `aiosqlite.connect`."""
    connection = Connection(
        lambda: sqlite3.connect(database, **{**options, "check_same_thread": False}), iter_chunk_size=64
    )
    connection.patience = options.get("timeout", connection.patience)
    connection._thread.daemon = True  # a connection nobody closed must not keep the process alive
    return connection
