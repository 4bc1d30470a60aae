"""Every test of this folder runs on SQLite (a file) and on PostgreSQL, with the tables the migrations make."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage import postgres
from storage.engine import Database
from storage.migrate import upgrade
from tests.storage.town import Town


@pytest.fixture(scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    await upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated, empty database of its own."""
    if request.param == "sqlite":
        path = tmp_path / "umlauf.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"
    empty: Callable[[], str] = request.getfixturevalue("new_postgres")
    url = empty()
    await upgrade(url)
    return url


@pytest.fixture
async def db(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """With time to answer, also on a machine that is busy with other tests; the limit on locks stays."""
    monkeypatch.setattr(postgres, "ANSWER", 30.0)
    monkeypatch.setitem(postgres.LIMITS, "statement_timeout", "30000")
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def town(db: Database) -> Town:
    """The example's process and people, and a way to let things happen to ideas."""
    town = Town(db)
    await town.settle()
    return town
