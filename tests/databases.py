"""Databases with the tables the migrations make: made once in a test process, and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Dialect

import storage.sqlite
from storage.migrate import upgrade
from storage.prepared import Shelf

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
# Put above a test that must hold on both databases.
both_databases = pytest.mark.parametrize("database_url", BOTH, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def one_shelf() -> Iterator[None]:
    """A process has one database, and prepares its statements once; tests have thousands, which are all alike."""
    shelves: list[Shelf] = []

    def shared(dialect: Dialect) -> Shelf:
        shelves[:] = shelves or [Shelf(dialect)]
        return shelves[0]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage.sqlite, "Shelf", shared)
        yield


@pytest.fixture(scope="session")
async def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "umlauf.db"
    await upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
async def migrated_postgres(new_postgres: Callable[..., str]) -> str:
    """A database of PostgreSQL, to be copied."""
    url = new_postgres()
    await upgrade(url)
    return url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of its own: SQLite, or what a test asks for by parametrizing this indirectly."""
    return new_database(request, tmp_path)


def new_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a copy of the migrated database, of the kind that the fixture's parameter names."""
    if getattr(request, "param", "sqlite") == "postgresql":
        new: Callable[..., str] = request.getfixturevalue("new_postgres")
        return new(copy_of=request.getfixturevalue("migrated_postgres"))
    return copied(request.getfixturevalue("migrated_file"), folder)


def copied(file: Path, folder: Path) -> str:
    """The address of a copy of this file of SQLite."""
    return f"sqlite+aiosqlite:///{shutil.copy(file, folder / 'umlauf.db')}"
