"""Whether a database has the tables this release works with: for whoever starts on it, and for health."""

from enum import StrEnum
from functools import cache

from sqlalchemy import text

from storage import migrate
from storage.engine import Database, Session

# Asked of the catalogue, since a question to a table that is not there ends a transaction.
_IS_THERE = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"),
    "postgresql": text("SELECT CAST(to_regclass('alembic_version') AS text)"),
}
_REVISION = text("SELECT version_num FROM alembic_version")


class Shape(StrEnum):
    """FITS: it may work. BEHIND: `migrate` comes first. AHEAD: a newer release has migrated it.

    A release goes on working on the shape of the next one: an upgrade migrates first, and stops the old parts last.
    """

    FITS = "fits"
    BEHIND = "behind"
    AHEAD = "ahead"


async def shape_of(db: Database) -> Shape:
    """How this database stands to this release; raises StorageUnavailable when it does not answer."""
    async with db.read() as session:
        return judged(await _revision(session))


def judged(revision: str) -> Shape:
    """The same for a revision, "" for an empty database."""
    if revision == _head():
        return Shape.FITS
    return Shape.BEHIND if not revision or revision in _known() else Shape.AHEAD


async def _revision(session: Session) -> str:
    if not (await session.execute(_IS_THERE[session.dialect])).scalar():
        return ""
    return str((await session.execute(_REVISION)).scalar() or "")


@cache
def _head() -> str:
    return migrate.head()


@cache
def _known() -> frozenset[str]:
    return migrate.known()
