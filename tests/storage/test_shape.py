"""Whether a database fits this release is known before anybody works on it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.engine import Database
from storage.errors import misses_tables
from storage.migrate import upgrade
from storage.shape import Shape, shape_of
from tests.databases import BOTH, both_databases


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    empty: Callable[[], str] = request.getfixturevalue("new_postgres")
    return empty()


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Database]:
    db = Database(empty_url)
    yield db
    await db.close()


async def test_an_empty_database_and_an_older_one_wait_for_migrate(empty: Database, empty_url: str) -> None:
    assert await shape_of(empty) is Shape.BEHIND
    await upgrade(empty_url, "0004")
    assert await shape_of(empty) is Shape.BEHIND


@both_databases
async def test_a_release_works_on_its_own_tables_and_on_those_of_a_newer_one(database_url: str) -> None:
    db = Database(database_url)
    assert await shape_of(db) is Shape.FITS
    async with db.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert await shape_of(db) is Shape.AHEAD
    await db.close()


async def test_an_error_of_the_database_holds_nothing_that_was_asked_with(empty: Database) -> None:
    with pytest.raises(DBAPIError) as seen:
        async with empty.read() as session:
            await session.execute(text("SELECT * FROM addresses WHERE address = :it"), {"it": "x@example.org"})
    assert "x@example.org" not in str(seen.value)
    assert misses_tables(seen.value)
