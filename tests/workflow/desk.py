"""A Temporal server for tests, a worker over a book, and the sending of happenings as the messenger does it."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from contracts import names
from contracts.course import Course
from tests.workflow.book import Book
from umlauf.temporal import temporal_binary
from workflows.idea import IdeaWorkflow
from workflows.shown import DUE, PROCESS, STAGE


@asynccontextmanager
async def server() -> AsyncIterator[WorkflowEnvironment]:
    """The full server with a clock of its own per course; time is skipped only where a test says so."""
    binary = temporal_binary()
    async with await WorkflowEnvironment.start_time_skipping_v2(
        identity="tests",  # by default it names the machine
        dev_server_existing_path=str(binary) if binary else None,
        search_attributes=[STAGE, DUE, PROCESS],
        dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
        dev_server_log_level="never",
    ) as env:
        yield env


class Desk:
    """One queue with its book."""

    def __init__(self, env: WorkflowEnvironment, book: Book, queue: str, long: int) -> None:
        self.env, self.book, self.queue, self.long = env, book, queue, long

    def handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        return self.env.client.get_workflow_handle(names.course_id(case_id), result_type=str)

    async def send(self, case_id: str, inbox_id: str = "", kind: str = "", update_id: str = "") -> str:
        """Update with start, once."""
        start: WithStartWorkflowOperation[Any, str] = WithStartWorkflowOperation(
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


@asynccontextmanager
async def at_desk(
    env: WorkflowEnvironment,
    book: Book,
    *,
    sandbox: bool = False,
    long: int = 200,
    queue: str = "",
    polling: bool = True,
) -> AsyncIterator[Desk]:
    """A worker for courses and mail over a book."""
    queue = queue or uuid.uuid4().hex
    if not polling:
        yield Desk(env, book, queue, long)
        return
    runner: WorkflowRunner = SandboxedWorkflowRunner() if sandbox else UnsandboxedWorkflowRunner()
    courses = Worker(
        env.client, task_queue=queue, workflows=[IdeaWorkflow], activities=[book.record], workflow_runner=runner
    )
    mail = Worker(env.client, task_queue=queue + names.MAIL, activities=[book.deliver])
    async with courses, mail:
        yield Desk(env, book, queue, long)
