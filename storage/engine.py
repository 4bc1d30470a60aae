"""Connections to the one database, tuned so that nothing is lost or waits for long: SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage import quick_sqlite
from storage.errors import StorageUnavailable, translated
from storage.recent import Recent

Session = AsyncSession  # what others call the type of what they pass on, without knowing the library
ANSWER = 2.0  # seconds for any answer of PostgreSQL, should the server itself not keep to the limits below
WAIT = 1.5  # seconds a writer waits for another: below the two seconds of a local activity
READING = "umlauf_reading"
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=1500", "temp_store=MEMORY")
LIMITS = {
    "application_name": "umlauf",
    "timezone": "UTC",
    "lock_timeout": "1000",
    "statement_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
}


class Database:
    """Hands out sessions: `read` sees one state of the data and changes nothing, `write` commits at its end.

    One per event loop. Driver errors leave both as StorageUnavailable or StorageConflict.
    """

    def __init__(self, url: str, *, pool_size: int = 20, max_overflow: int = 20) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url, pool_size) if self.sqlite else _postgresql(url, pool_size, max_overflow)
        reading = self.engine.execution_options(**_reading(self.sqlite))
        self._read = async_sessionmaker(reading, expire_on_commit=False, autoflush=False)
        self._write = async_sessionmaker(self.engine, expire_on_commit=False)
        self.recent = Recent()
        # SQLite has one writer: queueing here is first come, first served; its own waiting is not.
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the data and takes no lock; nothing it does is kept."""
        with _translating():
            async with self._read() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: all of it is kept at the end, or nothing when anything raises."""
        with _translating():
            async with self._my_turn(), self._write() as session, session.begin():
                yield session

    async def ping(self) -> None:
        """Returns when the database answers; raises StorageUnavailable otherwise."""
        async with self.read() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Gives all connections back."""
        await self.engine.dispose()

    def _my_turn(self) -> AbstractAsyncContextManager[None]:
        return self._queued() if self.sqlite else nullcontext()

    @asynccontextmanager
    async def _queued(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._turn.acquire(), WAIT)
        except TimeoutError:
            raise StorageUnavailable("locked") from None
        try:
            yield
        finally:
            self._turn.release()


class _translating:  # noqa: N801 - reads as a verb where it is used
    """Turns driver errors into ours; what a caller raised on purpose passes through."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        ours = None if error is None or isinstance(error, asyncio.CancelledError) else translated(error)
        if ours is not None:
            raise ours from error


def _reading(sqlite: bool) -> dict[str, Any]:
    if sqlite:
        return {READING: True}
    return {READING: True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _sqlite(url: str, pool_size: int) -> AsyncEngine:
    """The driver's own transactions lose updates: it is told to leave them alone, and BEGIN is ours."""
    connect = {"isolation_level": None, "timeout": WAIT, "async_creator_fn": quick_sqlite.connect}
    engine = create_async_engine(url, connect_args=connect, pool_size=pool_size, max_overflow=20, pool_timeout=1)
    event.listen(engine.sync_engine, "connect", _tune)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _tune(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING)
    connection.exec_driver_sql("BEGIN" if reading else quick_sqlite.BEGIN_WRITING)


def _postgresql(url: str, pool_size: int, max_overflow: int) -> AsyncEngine:
    connect = {"timeout": 2, "command_timeout": ANSWER, "server_settings": LIMITS}
    return create_async_engine(
        url, connect_args=connect, pool_size=pool_size, max_overflow=max_overflow, pool_timeout=1, pool_pre_ping=True
    )
