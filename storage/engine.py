"""The one database of an installation, SQLite or PostgreSQL: nothing is lost in it, and nothing waits for long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from storage.errors import translated
from storage.known import Known
from storage.postgres import Postgres
from storage.session import Session
from storage.sqlite import Sqlite

__all__ = ["Database", "Session"]

CONNECTIONS = 10  # to a server: more only take the processor from each other
PATIENCE = 10.0  # seconds anybody waits for one of them; a database that is away is noticed long before
READERS = 40  # of a file: a connection to it costs next to nothing


class Database:
    """Hands out sessions: `read` sees one state of the data and changes nothing, `write` commits at its end.

    One per event loop. Driver errors leave both as StorageUnavailable or StorageConflict. More than `connections` at
    a time wait for one of them, so many seconds; whoever has limits of their own should have less patience than those.
    """

    def __init__(self, url: str, *, connections: int = CONNECTIONS, patience: float = PATIENCE) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._kept: Sqlite | Postgres = (
            Sqlite(self.url, max(connections, READERS)) if self.sqlite else Postgres(self.url, connections, patience)
        )
        self.known = Known()

    @property
    def engine(self) -> Engine:
        """What the library calls its engine."""
        return self._kept.engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """A session that sees one state of the data and takes no lock; nothing it does is kept."""
        with _translating():
            async with self._kept.read() as session:
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        """One transaction: all of it is kept at the end, or nothing when anything raises."""
        with _translating():
            async with self._kept.write() as session:
                yield session

    async def ping(self) -> None:
        """Returns when the database answers; raises StorageUnavailable otherwise."""
        async with self.read() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Gives all connections back."""
        await self._kept.close()


class _translating:  # noqa: N801 - reads as a verb where it is used
    """Turns driver errors into ours; what a caller raised on purpose passes through."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        ours = None if error is None or isinstance(error, asyncio.CancelledError) else translated(error)
        if ours is not None:
            raise ours from error
