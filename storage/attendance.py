"""Who works on a file of SQLite says so by a lock beside it, so that nobody puts another in its place meanwhile.

SQLite's own lock tells the same of a file that is there; this one also tells of those who still hold one that was
deleted. It ends with its process, however that ends. On a system without such locks the first has to do.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from storage.copying import InUse

if sys.platform != "win32":
    import fcntl


@contextmanager
def attending(url: str) -> Iterator[None]:
    """As long as this lasts, nothing is restored over the database. Raises InUse during a restore.

    Nothing has to be done for PostgreSQL, which knows who is connected.
    """
    where = make_url(url)
    path = Path(where.database or "")
    if where.get_backend_name() != "sqlite" or not path.parent.is_dir():
        yield
        return
    with _locked(path, shared=True):
        yield


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody attends while this lasts; raises InUse when somebody does."""
    if not path.parent.is_dir():
        yield
        return
    with _locked(path, shared=False):
        yield


@contextmanager
def _locked(path: Path, *, shared: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    # Hidden, and not named like the database's other files: deleting those must not delete it.
    known = os.open(path.with_name(f".in-use-{path.name}"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(known, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse("copy.in_use") from None
        yield
    finally:
        os.close(known)
