"""The least Temporal does for an idea: the same Updates, each with one local activity, and nothing else."""

import os
from collections.abc import Sequence
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from contracts.course import Facts, Note
from umlauf.running import run_async, stop_on_signals
from umlauf.temporal import connect

QUEUE = "bare"
UPDATES = ("submitted", "accepted", "answered", "answered", "put_forward", "decided")


@activity.defn(name="bare")
async def nothing(note: Note) -> Facts:
    """Returns what `record` returns, without a database."""
    return Facts("done", 1, "review", None, False, False, "reviewing", note.case_id[:12], "2026-12-01")


@workflow.defn(name="Bare")
class Bare:
    """Takes Updates until it has had them all."""

    def __init__(self) -> None:
        self.taken = 0

    @workflow.run
    async def run(self, note: Note) -> int:
        """How many Updates there were."""
        await workflow.wait_condition(lambda: self.taken >= len(UPDATES) and workflow.all_handlers_finished())
        return self.taken

    @workflow.update
    async def happen(self, inbox_id: str, kind: str) -> str:
        """One local activity."""
        note = Note(workflow.info().workflow_id, inbox_id)
        facts = await workflow.execute_local_activity(nothing, note, start_to_close_timeout=timedelta(seconds=2))
        self.taken += 1
        return f"{facts.verdict} {kind}"


async def begin(client: Client, case_id: str) -> None:
    """The first Update starts the course, as with us."""
    start = WithStartWorkflowOperation(
        Bare.run, Note(case_id), id=case_id, task_queue=QUEUE, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    await client.execute_update_with_start_workflow(Bare.happen, args=["0", UPDATES[0]], start_workflow_operation=start)


async def go_on(client: Client, case_id: str, kinds: Sequence[str] = UPDATES[1:]) -> None:
    """The Updates that follow, one after the other."""
    course = client.get_workflow_handle_for(Bare.run, case_id)
    for number, kind in enumerate(kinds, 1):
        await course.execute_update(Bare.happen, args=[str(number), kind])


async def whole(client: Client, case_id: str) -> None:
    """All of it."""
    await begin(client, case_id)
    await go_on(client, case_id)


async def work() -> None:
    """A worker as ours is: without the sandbox, fifty tasks at once."""
    stop = stop_on_signals()
    async with Worker(
        await connect("bare"),
        task_queue=QUEUE,
        workflows=[Bare],
        activities=[nothing],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_concurrent_workflow_tasks=50,
        max_concurrent_local_activities=50,
    ):
        await stop.wait()


if __name__ == "__main__":
    assert os.environ.get("TEMPORAL_ADDRESS"), "started by `python -m bench`, which says where Temporal is"
    run_async(work())
