"""A copy of the whole database as files, and a database made from one; the copy is one state of the data.

Nothing but this package is needed for it: SQLite copies itself, and PostgreSQL hands each table out as a table of text,
which goes into the tables that the migrations of then make.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

from storage import copy_postgres, copy_sqlite, migrate
from storage.copying import Copied
from storage.errors import StorageError


class NoTables(StorageError):  # noqa: N818 - reads as what happened
    """There is nothing to be copied: no migration has run."""


class NewerCopy(StorageError):  # noqa: N818 - as above
    """The copy was made by a release that knows more than this one."""


def kind_of(url: str) -> str:
    """sqlite or postgresql: a copy goes back into the kind it came from."""
    return make_url(url).get_backend_name()


async def write_copy(url: str, folder: Path) -> Copied:
    """Writes one state of the database into this folder while others go on working.

    Raises NoTables, and StorageUnavailable where the database does not answer.
    """
    if not await migrate.current(url):
        raise NoTables("copy.no_tables")
    if kind_of(url) == "sqlite":
        return await copy_sqlite.write(url, folder)
    return await copy_postgres.write(url, folder)


async def restore_copy(
    url: str, folder: Path, revision: str, *, replace: bool, beside: Callable[[], None] = lambda: None
) -> bool:
    """Makes the database what this copy says, all or nothing; what it held is gone then. False: `migrate` comes next.

    `beside` is done, in a thread, when nothing speaks against it any more, and before the database changes.

    Raises InUse while anybody else works on it, Filled unless `replace` where it holds something, Foreign where it
    holds tables that are not ours, NewerCopy, and CopyBroken for a copy that lacks a table.
    """
    if revision not in migrate.known():
        raise NewerCopy(revision)
    if kind_of(url) == "sqlite":
        await copy_sqlite.restore(url, folder, replace, beside)
    else:
        await copy_postgres.restore(url, folder, revision, replace, beside)
    return revision == migrate.head()
