"""One thing at a time: ask the database, believe its whole answer, tell the caller."""

from temporalio import workflow
from temporalio.exceptions import FailureError

with workflow.unsafe.imports_passed_through():
    from contracts import activities
    from contracts.course import Facts, Note

from workflows.desk import Desk, Waiting
from workflows.patience import PATIENT, QUICK
from workflows.shown import show


async def take(desk: Desk, waiting: Waiting) -> None:
    """Records one happening, or takes a look; the only place where facts are taken."""
    note = Note(desk.course.case_id, waiting.inbox_id, max(workflow.now().timestamp(), desk.rung))
    desk.facts = await recorded(note, waiting.kind or "look")
    desk.taken += 1
    show(desk.facts)
    if waiting.verdict is not None:
        waiting.verdict.set_result(desk.facts.verdict)


async def recorded(note: Note, what: str) -> Facts:
    """The database's answer, however long it is away."""
    try:
        return await workflow.execute_local_activity(activities.record, note, summary=what, **QUICK)
    except FailureError:  # a bare ApplicationError or an ActivityError: wait where retries cost no history
        return await workflow.execute_activity(
            activities.record, note, summary=f"{what}: the database is away", **PATIENT
        )
