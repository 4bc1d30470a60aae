"""One thing at a time that happens to a wave: ask the database, believe its whole answer, tell the caller."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities
    from contracts.survey import WaveCourse, WaveFacts, WaveNote

from workflows.asking import asked
from workflows.desk import Desk, Waiting
from workflows.wave_shown import show

WaveDesk = Desk[WaveCourse, WaveFacts]


async def take(desk: WaveDesk, waiting: Waiting) -> None:
    """Records one happening, or takes a look; the only place where facts are taken."""
    note = WaveNote(desk.course.wave, waiting.inbox_id, max(workflow.now().timestamp(), desk.rung))
    facts = await asked(activities.record_wave, note, waiting.kind or "look")
    show(facts)
    desk.answered(waiting, facts)
