"""Every test of this folder runs on SQLite (a file) and on PostgreSQL, with the tables the migrations make."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.databases import BOTH, new_database
from tests.storage.town import Town


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of its own."""
    return new_database(request, tmp_path)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def town(db: Database) -> Town:
    """The example's process and people, and a way to let things happen to ideas."""
    town = Town(db)
    await town.settle()
    return town
