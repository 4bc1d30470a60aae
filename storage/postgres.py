"""PostgreSQL with limits below those of whoever asks, so that a slow database is an answer and not a hang."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Engine, Executable
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.session import Given, Rows

ANSWER = 2.0  # seconds for any answer, should the server itself not keep to the limits below
LIMITS = {
    "application_name": "umlauf",
    "timezone": "UTC",
    "lock_timeout": "1000",
    "statement_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
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

    def __init__(self, url: URL, size: int, overflow: int) -> None:
        connect = {"timeout": 2, "command_timeout": ANSWER, "server_settings": LIMITS}
        options: dict[str, Any] = {"pool_timeout": 1, "pool_pre_ping": True, "connect_args": connect}
        self._writing = create_async_engine(url, pool_size=size, max_overflow=overflow, **options)
        self._reading = self._writing.execution_options(**READING)

    @property
    def engine(self) -> Engine:
        """What the library calls its engine."""
        return self._writing.sync_engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Far]:
        """One state of the data; nothing done in it is kept."""
        async with self._reading.connect() as connection:
            yield Far(connection)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Far]:
        """One transaction."""
        async with self._writing.begin() as connection:
            yield Far(connection)

    async def close(self) -> None:
        """Gives all connections back."""
        await self._writing.dispose()
