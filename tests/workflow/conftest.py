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
from tests.workflow.desk import Desk, at_desk, server
from tests.workflow.engine import Engine, running_engine

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
async def engine(env: WorkflowEnvironment, empty_database: Path, tmp_path: Path) -> AsyncIterator[Engine]:
    """Rules, database, letters, SMTP and courses, all real."""
    shutil.copy(empty_database, tmp_path / "umlauf.db")
    async with running_engine(env, f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}", tmp_path / "mail") as engine:
        yield engine


@pytest.fixture
async def engine_without_worker(
    env: WorkflowEnvironment, empty_database: Path, tmp_path: Path
) -> AsyncIterator[Engine]:
    """The same with nobody at work."""
    shutil.copy(empty_database, tmp_path / "umlauf.db")
    url = f"sqlite+aiosqlite:///{tmp_path / 'umlauf.db'}"
    async with running_engine(env, url, tmp_path / "mail", workers=False) as engine:
        yield engine
