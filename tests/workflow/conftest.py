"""One Temporal server for all tests of this folder, and two ways to run courses on it: over a book, and for real."""

import gc
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from storage.migrate import upgrade
from tests.postgres import new_postgres, postgres_server  # noqa: F401 - fixtures
from tests.workflow.desk import Desk, at_desk, server
from tests.workflow.engine import Engine, running_engine

# Put above a test that must hold on both databases.
both_databases = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
Desks = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    async with server() as env:
        yield env


@pytest.fixture(autouse=True)
def no_garbage() -> Iterator[None]:
    """Evicted courses are collected here: in the middle of pytest's own parsing their tracebacks break CPython 3.11."""
    yield
    gc.collect()


@pytest.fixture
def desk(env: WorkflowEnvironment) -> Desks:
    """`async with desk(book) as d:` runs a worker for courses and mail."""
    return partial(at_desk, env)


@pytest.fixture
def case_id() -> str:
    return uuid.uuid4().hex


@pytest.fixture(scope="session")
async def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to be copied."""
    path = tmp_path_factory.mktemp("empty") / "umlauf.db"
    await upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
async def database_url(request: pytest.FixtureRequest, empty_database: Path, tmp_path: Path) -> str:
    """A migrated, empty database: SQLite, or what a test asks for by parametrizing this indirectly."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(empty_database, tmp_path / "umlauf.db")
        return f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    empty: Callable[[], str] = request.getfixturevalue("new_postgres")
    url = empty()
    await upgrade(url)
    return url


@pytest.fixture
async def engine(env: WorkflowEnvironment, database_url: str, tmp_path: Path) -> AsyncIterator[Engine]:
    """Rules, database, letters, SMTP and courses, all real."""
    async with running_engine(env, database_url, tmp_path / "mail") as engine:
        yield engine


@pytest.fixture
async def quiet_engine(env: WorkflowEnvironment, database_url: str, tmp_path: Path) -> AsyncIterator[Engine]:
    """The same, but mail goes out only when the test says so."""
    async with running_engine(env, database_url, tmp_path / "mail", posting=False) as engine:
        yield engine


@pytest.fixture
async def engine_without_worker(env: WorkflowEnvironment, database_url: str, tmp_path: Path) -> AsyncIterator[Engine]:
    """The same with nobody at work."""
    async with running_engine(env, database_url, tmp_path / "mail", workers=False) as engine:
        yield engine
