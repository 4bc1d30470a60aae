"""PostgreSQL with limits below those of whoever asks, so that a slow database is an answer and not a hang."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Engine, Executable, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.gate import Gate
from storage.session import Given, Rows

ANSWER = 2.0  # seconds for any answer, should the server itself not keep to the limits below
CONNECTING = 2.0  # seconds for a new connection
RESTED = 1.0  # seconds after which a connection is asked whether it lives: that takes as long as three statements
LIMITS = {
    "application_name": "umlauf",
    "timezone": "UTC",
    "lock_timeout": "1000",
    "statement_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
    "jit": "off",  # statements of a few rows: compiling one takes longer than running it
}
READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Far:
    """A transaction whose statements travel to a server."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(self, statement: Executable, given: Given | None = None, /) -> Rows:
        """Runs a statement."""
        return await self._connection.execute(statement, given)


class Postgres:
    """Connections to one server; one per event loop."""

    def __init__(self, url: URL, size: int, patience: float) -> None:
        connect = {"timeout": CONNECTING, "command_timeout": ANSWER, "server_settings": LIMITS}
        options: dict[str, Any] = {
            "pool_timeout": 1,
            "pool_use_lifo": True,
            "connect_args": connect,
            "hide_parameters": True,
        }
        self._writing = create_async_engine(url, pool_size=size, max_overflow=0, **options)
        self._reading = self._writing.execution_options(**READING)
        self._gate = Gate(size, patience)
        _Rested(self.engine)

    @property
    def engine(self) -> Engine:
        """What the library calls its engine."""
        return self._writing.sync_engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Far]:
        """One state of the data; nothing done in it is kept."""
        async with self._gate.place(), self._reading.connect() as connection:
            yield Far(connection)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Far]:
        """One transaction."""
        async with self._gate.place(), self._writing.begin() as connection:
            yield Far(connection)

    async def close(self) -> None:
        """Gives all connections back."""
        await self._writing.dispose()


class _Rested:
    """Asks a connection that rested whether it lives, before anybody relies on it; one that was just used does."""

    def __init__(self, engine: Engine) -> None:
        self._dialect = engine.dialect
        event.listen(engine, "checkin", self._rests)
        event.listen(engine, "checkout", self._wakes)

    def _rests(self, connection: object, record: Any) -> None:
        record.info["since"] = time.monotonic()

    def _wakes(self, connection: Any, record: Any, proxy: object) -> None:
        since = record.info.get("since")
        if since is None or time.monotonic() - since < RESTED:
            return
        try:
            self._dialect.do_ping(connection)
        except self._dialect.loaded_dbapi.Error as dead:
            if self._dialect.is_disconnect(dead, connection, None):
                raise InvalidatePoolError from dead  # the others rested as long: all are made anew
            raise
