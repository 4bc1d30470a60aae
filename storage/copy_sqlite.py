"""Copies of a file of SQLite: it writes one itself, and a whole one takes its place in a single step."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from storage.attendance import alone
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
    Foreign,
    InUse,
)
from storage.errors import StorageUnavailable
from storage.tables import METADATA

NAME = "umlauf.db"
PATIENCE = 1.0  # seconds: a command that ends just now is waited for, a part that works is not


async def write(url: str, folder: Path) -> Copied:
    """Into this folder, without holding up anybody."""
    return await asyncio.to_thread(_write, _path(url), folder / NAME)


async def restore(url: str, folder: Path, replace: bool, beside: Callable[[], None]) -> None:
    """The copy in this folder takes the place of the file."""
    await asyncio.to_thread(_restore, _path(url), folder / NAME, replace, beside)


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")


def _write(path: Path, copy: Path) -> Copied:
    try:
        with closing(sqlite3.connect(path)) as connection, closing(sqlite3.connect(copy)) as written:
            connection.backup(written)  # all pages in one step, so nothing written meanwhile makes it begin anew
            written.execute("PRAGMA journal_mode=DELETE")  # whole without a log beside it
            return _told(written)
    except sqlite3.OperationalError as failed:
        raise StorageUnavailable("full" if failed.sqlite_errorcode == sqlite3.SQLITE_FULL else "locked") from failed


def _told(copy: sqlite3.Connection) -> Copied:
    there = copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (ATTACHMENTS,)).fetchone()
    files = copy.execute(HASHES).fetchall() if there else []
    [revision], [cases] = copy.execute(REVISION).fetchone(), copy.execute(CASES).fetchone()
    return Copied(revision, cases, frozenset(hash_ for (hash_,) in files))


def _restore(path: Path, copy: Path, replace: bool, beside: Callable[[], None]) -> None:
    if not copy.is_file():
        raise CopyBroken("copy.broken")
    with alone(path):
        _refuse(path, replace)
        aside = path.with_name(path.name + ".restoring")
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, aside)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        beside()
        _refuse(path, replace)  # also the log beside it is gone by this: a new file must not find an old one's
        for log in ("-wal", "-shm"):
            path.with_name(path.name + log).unlink(missing_ok=True)
        aside.replace(path)


def _refuse(path: Path, replace: bool) -> None:
    """Raises while others have it open; a file that nobody has open can leave the mode in which several write."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except sqlite3.OperationalError:
            raise InUse("copy.in_use") from None
        except sqlite3.DatabaseError:
            if replace:  # a file that is damaged may be why a copy is brought back
                return
            raise Filled([path.name]) from None
        tables = {name for (name,) in found}
        if tables and REVISIONS not in tables:
            raise Foreign(tables)
        ours = (tables & METADATA.tables.keys()) - OF_MIGRATE
        filled = [t for t in ours if connection.execute(f'SELECT 1 FROM "{t}" LIMIT 1').fetchone()]  # noqa: S608
        if filled and not replace:
            raise Filled(filled)
