"""Brings a database to the tables of this version, or says that it is not there yet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import StorageUnavailable, translated
from storage.tables import METADATA
from storage.tables.search import FOUND

FAREWELL = 0.1  # seconds: the thread of a file that did not open says so to our loop, which should still be there
HERE = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _engine(url: str) -> AsyncEngine:
    """Without the short limits of ordinary work: a migration may take its time."""
    engine = create_async_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":  # whose driver begins nothing before the first row: tables would stay
        event.listen(engine.sync_engine, "connect", _leave_transactions_alone)
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _leave_transactions_alone(connection: Any, record: object) -> None:
    connection.isolation_level = None


def head() -> str:
    """The newest migration there is."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known() -> frozenset[str]:
    """Every migration this release knows, oldest or newest."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


async def upgrade(url: str, revision: str = "head") -> None:
    """Applies what is missing, all or nothing; does nothing on a database that is up to date."""
    async with connected(url) as connection, connection.begin():
        await upgrade_on(connection, revision)


async def upgrade_on(connection: AsyncConnection, revision: str) -> None:
    """The same in a transaction that has begun."""
    await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


async def current(url: str) -> str:
    """The migration this database is at, "" for an empty one."""
    async with connected(url) as connection:
        found = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    return found or ""


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[AsyncConnection]:
    """One without the short limits of ordinary work, with these options of the library.

    Raises StorageUnavailable for a database that is away or held; where a migration itself fails, that is seen.
    """
    engine, reached = _engine(url), False
    try:
        async with engine.connect() as connection:
            reached = True
            yield await connection.execution_options(**options) if options else connection
    except Exception as error:
        await asyncio.sleep(FAREWELL)
        ours = translated(error)
        if isinstance(ours, StorageUnavailable) and not (reached and ours.reason == "away"):
            raise ours from error
        raise
    finally:
        await engine.dispose()


async def differences(url: str) -> list[Any]:
    """What the tables in code have and the database has not, or has otherwise."""
    async with connected(url) as connection:
        return await connection.run_sync(_compared)


def _compared(connection: Connection) -> list[Any]:
    opts = {"compare_type": True, "target_metadata": METADATA, "include_object": is_ours}
    context = MigrationContext.configure(connection, opts=opts)
    return list(compare_metadata(context, METADATA))


def is_ours(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    """For comparing: not what searches the words of cases: each database has its own, made by a migration."""
    return not (name or "").startswith(FOUND)


async def write_revision(url: str, message: str) -> None:
    """Writes a new migration from what differs; read it before you keep it."""
    async with connected(url) as connection:
        await connection.run_sync(
            lambda sync: command.revision(_config(sync), message, autogenerate=True, rev_id=message[:4])
        )
