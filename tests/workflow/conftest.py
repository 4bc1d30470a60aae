"""One Temporal server with a clock of its own per course, for all tests of this folder."""

import gc
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from contracts import names
from contracts.course import Course
from storage.migrate import upgrade
from tests.workflow.book import Book
from tests.workflow.engine import Engine, running_engine
from umlauf.temporal import temporal_binary
from workflows.idea import IdeaWorkflow
from workflows.shown import DUE, PROCESS, STAGE


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """The full server; time is skipped only where a test says so."""
    binary = temporal_binary()
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(binary) if binary else None,
        search_attributes=[STAGE, DUE, PROCESS],
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
        dev_server_log_level="never",
    ) as env:
        yield env


@pytest.fixture(scope="session")
def client(env: WorkflowEnvironment) -> Client:
    return env.client


class Desk:
    """A worker over a book, and the sending of happenings as the messenger does it."""

    def __init__(self, env: WorkflowEnvironment, book: Book, queue: str, long: int) -> None:
        self.env, self.book, self.queue, self.long = env, book, queue, long

    def handle(self, case_id: str) -> WorkflowHandle[object, str]:
        return self.env.client.get_workflow_handle(names.course_id(case_id), result_type=str)

    async def send(self, case_id: str, inbox_id: str = "", kind: str = "", update_id: str = "") -> str:
        """Update with start, once."""
        start: WithStartWorkflowOperation[object, str] = WithStartWorkflowOperation(
            names.IDEA,
            Course(case_id, self.long),
            id=names.course_id(case_id),
            task_queue=self.queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )
        with self.env.with_time_skipping_disabled():
            verdict: str = await self.env.client.execute_update_with_start_workflow(
                names.HAPPEN,
                args=[inbox_id, kind],
                start_workflow_operation=start,
                id=update_id or inbox_id or f"look-{uuid.uuid4().hex}",
                result_type=str,
            )
        return verdict


@pytest.fixture(autouse=True)
def no_garbage() -> Iterator[None]:
    """Evicted courses are collected here: in the middle of pytest's own parsing their tracebacks break CPython 3.11."""
    yield
    gc.collect()


Desks = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def desk(env: WorkflowEnvironment) -> Desks:
    """`async with desk(book) as d:` runs a worker for courses and mail."""

    @asynccontextmanager
    async def run(
        book: Book, *, sandbox: bool = False, long: int = 200, queue: str = "", polling: bool = True
    ) -> AsyncIterator[Desk]:
        queue = queue or uuid.uuid4().hex
        if not polling:
            yield Desk(env, book, queue, long)
            return
        runner: WorkflowRunner = SandboxedWorkflowRunner() if sandbox else UnsandboxedWorkflowRunner()
        courses = Worker(
            env.client,
            task_queue=queue,
            workflows=[IdeaWorkflow],
            activities=[book.record],
            workflow_runner=runner,
        )
        mail = Worker(env.client, task_queue=queue + names.MAIL, activities=[book.deliver])
        async with courses, mail:
            yield Desk(env, book, queue, long)

    return run


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
