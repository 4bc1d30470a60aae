"""One Temporal server for all tests of this folder, and two ways to run courses on it: over a book, and for real."""

import gc
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

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
