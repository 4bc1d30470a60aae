"""One thing at a time: ask the database, believe its whole answer, tell the caller."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities
    from contracts.course import Course, Facts, Note

from workflows.asking import asked
from workflows.desk import Desk, Waiting
from workflows.shown import show


async def take(desk: Desk[Course, Facts], waiting: Waiting) -> None:
    """Records one happening, or takes a look; the only place where facts are taken."""
    note = Note(desk.course.case_id, waiting.inbox_id, max(workflow.now().timestamp(), desk.rung))
    facts = await recorded(note, waiting.kind or "look")
    show(facts)
    desk.answered(waiting, facts)


async def recorded(note: Note, what: str) -> Facts:
    """The database's answer, however long it is away."""
    return await asked(activities.record, note, what)
