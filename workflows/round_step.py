"""One thing at a time that happens to a round: ask the database, believe its whole answer, tell the caller."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities
    from contracts.rounds import RoundCourse, RoundFacts, RoundNote

from workflows.asking import asked
from workflows.desk import Desk, Waiting
from workflows.round_shown import show

RoundDesk = Desk[RoundCourse, RoundFacts]


async def take(desk: RoundDesk, waiting: Waiting) -> None:
    """Records one happening, or takes a look; the only place where facts are taken."""
    note = RoundNote(desk.course.round, waiting.inbox_id, max(workflow.now().timestamp(), desk.rung))
    facts = await asked(activities.record_round, note, waiting.kind or "look")
    show(facts)
    desk.answered(waiting, facts)
