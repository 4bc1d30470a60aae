"""SQLite without waiting in vain: the stock asynchronous driver switches threads four times for each statement.

In a transaction nothing waits: readers have their own state of the data, and whoever writes holds the lock. There a
statement takes microseconds and a switch of threads ten times that, so it runs where it is asked for. The lock itself
is asked for again and again without holding up anybody; SQLite's own waiting sleeps up to a tenth of a second at a
time and wakes nobody in turn. What waits for the disk, bringing the log into the file, has a thread of its own.
"""

import asyncio
import random
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from storage.errors import StorageUnavailable
from storage.prepared import Shelf
from storage.session import Given, Rows

WAIT = 1.5  # seconds a writer waits for another: below the two seconds of a local activity
BUSY = 1.0  # seconds anybody waits for a free connection
PAUSE = (0.001, 0.004)  # seconds between two tries: a transaction takes a few milliseconds
CHECKPOINT_EVERY = 100  # transactions; SQLite's own way is to let a writer wait for the disk, after a thousand pages
LONG_LOG = 4000  # pages of 4 kB: then writers wait once, for a log that may begin anew
BEGIN_WRITING = "BEGIN IMMEDIATE"
PRIMARY = 0xFF  # what of an error code names its kind; the rest says more, as in "busy, recovering"
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"busy_timeout={round(WAIT * 1000)}",
    "temp_store=MEMORY",
    "wal_autocheckpoint=0",
)


class Near:
    """A transaction whose statements run where they are asked for."""

    dialect = "sqlite"

    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self._connection = connection
        self._driver = _raw(connection)
        self._shelf = shelf

    async def execute(self, statement: Executable, given: Given | None = None, /) -> Rows:
        """Runs a statement."""
        prepared = self._shelf.find(statement, given)
        if prepared is None:
            return self._connection.execute(statement, given)
        return prepared.run(self._driver, given)


class Sqlite:
    """Connections to one file; one per event loop."""

    def __init__(self, url: URL, size: int) -> None:
        options = {"isolation_level": None, "check_same_thread": False, "timeout": WAIT}
        self.engine = create_engine(
            url.set(drivername="sqlite"), connect_args=options, pool_size=size, max_overflow=1, hide_parameters=True
        )
        event.listen(self.engine, "connect", _tune)
        self._shelf = Shelf(self.engine.dialect)
        self._resting: list[Connection] = []
        self._free = asyncio.Semaphore(size)  # the pool's own waiting would hold up the loop
        # One writer at a time: queueing here is first come, first served; SQLite's own waiting is not.
        self._turn = asyncio.Semaphore(1)
        self._written = 0
        self._checkpoint: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Near]:
        """One state of the data; nothing done in it is kept."""
        async with _held(self._free, BUSY, "busy"):
            with self._connection() as connection:
                _say(connection, "BEGIN")
                yield Near(connection, self._shelf)
                _say(connection, "ROLLBACK")

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Near]:
        """One transaction with the write lock; its commit reaches the log, which a killed process leaves whole."""
        async with _held(self._turn, WAIT, "locked"), _held(self._free, BUSY, "busy"):
            with self._connection() as connection:
                await _lock(_raw(connection))
                yield Near(connection, self._shelf)
                _say(connection, "COMMIT")
        self._bring_home()

    async def close(self) -> None:
        """Gives all connections back; with the last one the log is brought into the file."""
        if self._checkpoint is not None:
            await asyncio.gather(self._checkpoint, return_exceptions=True)
        while self._resting:
            self._resting.pop().close()
        self.engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """One that rests, or a new one: taking one from the pool for each transaction costs as much as a statement.

        The library's transaction lasts as long as the connection and says nothing to SQLite; BEGIN and COMMIT are ours.
        """
        connection = self._resting.pop() if self._resting else self.engine.connect()
        try:
            yield connection
        except BaseException:
            connection.close()  # whatever it is in: the pool rolls back, or throws it away
            raise
        self._resting.append(connection)

    def _bring_home(self) -> None:
        self._written += 1
        resting = self._checkpoint is None or self._checkpoint.done()
        if self._written % CHECKPOINT_EVERY == 0 and resting:
            self._checkpoint = asyncio.create_task(self._brought_home())

    async def _brought_home(self) -> None:
        pages = await asyncio.to_thread(_checkpoint, self.engine, "PASSIVE")
        if pages > LONG_LOG:
            async with _held(self._turn, WAIT, "locked"):
                await asyncio.to_thread(_checkpoint, self.engine, "RESTART")


def _tune(connection: Any, record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _say(connection: Connection, word: str) -> None:
    """BEGIN, COMMIT or ROLLBACK; raises the driver's error as the library does."""
    try:
        _raw(connection).execute(word)
    except sqlite3.Error as failed:
        raise DBAPIError.instance(word, None, failed, sqlite3.Error) from failed


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


async def _lock(raw: sqlite3.Connection) -> None:
    """Begins a transaction with the write lock, or raises once patience has ended."""
    deadline = time.monotonic() + WAIT
    while not _begun(raw):
        if time.monotonic() > deadline:
            raise StorageUnavailable("locked")
        await asyncio.sleep(random.uniform(*PAUSE))  # noqa: S311 - chance keeps two processes out of step


def _begun(raw: sqlite3.Connection) -> bool:
    raw.execute("PRAGMA busy_timeout=0")
    try:
        raw.execute(BEGIN_WRITING)
    except sqlite3.OperationalError as held:
        if held.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
            raise DBAPIError.instance(BEGIN_WRITING, None, held, sqlite3.Error) from held
        return False
    finally:
        raw.execute(f"PRAGMA busy_timeout={round(WAIT * 1000)}")
    return True


def _checkpoint(engine: Engine, how: str) -> int:
    """Brings the log into the file; how many pages the log had. PASSIVE holds up neither readers nor writers."""
    with engine.connect() as connection:
        _, pages, _ = _raw(connection).execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return int(pages)


@asynccontextmanager
async def _held(place: asyncio.Semaphore, seconds: float, reason: str) -> AsyncIterator[None]:
    """First come, first served; gives up after so many seconds."""
    if not place.locked():  # no waiting, so no timer for it
        await place.acquire()
    else:
        try:
            await asyncio.wait_for(place.acquire(), seconds)
        except TimeoutError:
            raise StorageUnavailable(reason) from None
    try:
        yield
    finally:
        place.release()
