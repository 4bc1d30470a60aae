"""Copies of a database of PostgreSQL: each table as one of text, read from one state and put back in one transaction.

No program of PostgreSQL's is needed: neither an image nor an administration has to have the right version of one.
"""

import asyncio
import csv
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrate
from storage.copying import (
    ATTACHMENTS,
    CASES,
    HASHES,
    OF_MIGRATE,
    REVISION,
    REVISIONS,
    Copied,
    CopyBroken,
    Filled,
    InUse,
    refuse_foreign,
)

ENDING = ".csv"
ONE_STATE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_FUNCTIONS = text(  # what migrations made, for triggers; not what an extension brought
    "SELECT p.oid::regprocedure::text FROM pg_proc p"
    " WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'"
    " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
)


async def write(url: str, folder: Path) -> Copied:
    """Every table into this folder, all from one moment."""
    async with _patient(url, **ONE_STATE) as connection:
        tables = await connection.run_sync(_tables)
        files = (await connection.execute(text(HASHES))).scalars().all() if ATTACHMENTS in tables else ()
        revision, cases = [(await connection.execute(text(query))).scalar_one() for query in (REVISION, CASES)]
        driver = await _driver(connection)
        for table in tables:
            if table != REVISIONS:
                with (folder / (table + ENDING)).open("wb") as file:
                    await driver.copy_from_table(table, output=file, format="csv", header=True)
    return Copied(revision, cases, frozenset(files))


async def restore(url: str, folder: Path, revision: str, replace: bool, beside: Callable[[], None]) -> None:
    """The tables of this migration with these rows, in one transaction: until its end, all is as it was."""
    async with _patient(url) as connection, connection.begin():
        if (await connection.execute(_OTHERS)).scalar_one():
            raise InUse("copy.in_use")
        await _empty(connection, replace)
        await migrate.upgrade_on(connection, revision)
        tables = [table for table in await connection.run_sync(_tables) if table != REVISIONS]
        if _copied(folder) != set(tables):
            raise CopyBroken("copy.broken")
        driver = await _driver(connection)
        for table in tables:
            file = folder / (table + ENDING)
            await driver.copy_to_table(table, source=file, columns=_columns(file), format="csv", header=True)
        await asyncio.to_thread(beside)
    async with _patient(url) as connection, connection.begin():
        await connection.execute(text("ANALYZE"))


async def _empty(connection: AsyncConnection, replace: bool) -> None:
    tables = await connection.run_sync(_tables)
    refuse_foreign(tables)
    if not replace:
        looked = {t: await connection.execute(text(f'SELECT 1 FROM "{t}" LIMIT 1')) for t in set(tables) - OF_MIGRATE}  # noqa: S608
        if filled := [table for table, found in looked.items() if found.first() is not None]:
            raise Filled(filled)
    for table in tables:
        await connection.execute(text(f'DROP TABLE "{table}" CASCADE'))
    for name in (await connection.execute(_FUNCTIONS)).scalars().all():
        await connection.execute(text(f"DROP FUNCTION {name} CASCADE"))


def _tables(connection: Connection) -> list[str]:
    """Of this schema, those first that others refer to."""
    return [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name is not None]


def _copied(folder: Path) -> set[str]:
    return {file.stem for file in folder.glob("*" + ENDING)}


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


async def _driver(connection: AsyncConnection) -> Any:
    """The driver's own connection, in the transaction that has begun: the library has no word for COPY."""
    return (await connection.get_raw_connection()).driver_connection


@asynccontextmanager
async def _patient(url: str, **options: Any) -> AsyncIterator[AsyncConnection]:
    """Without limits of time, the server's own included: a copy takes as long as it takes."""
    async with migrate.connected(url, **options) as connection:
        await connection.execute(text("SET statement_timeout = 0"))
        await connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
        if not options:
            await connection.commit()
        yield connection
