"""The runner beside a wave's course: carries out its errands one after another, each until it is done."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities
    from contracts.survey import ErrandNote

from workflows.patience import LABORIOUS, PAUSE
from workflows.wave_shown import name
from workflows.wave_step import WaveDesk


async def run_errands(desk: WaveDesk) -> None:
    """The database strikes off what is done; the look afterwards tells what is left, and what is new."""
    last, ended = "", 0.0
    while True:
        await workflow.wait_condition(lambda: bool(desk.facts.errands))
        errand = desk.facts.errands[0]
        if name(errand) == last:
            await _rest(ended)
        now = workflow.now().timestamp()
        note = ErrandNote(desk.course.wave, errand, now)
        await workflow.execute_activity(activities.carry_out, note, summary=name(errand), **LABORIOUS)
        last, ended = name(errand), workflow.now().timestamp()
        await desk.put(kind=f"after {last}")


async def _rest(ended: float) -> None:
    """An errand that comes back at once must not spin."""
    left = ended + PAUSE - workflow.now().timestamp()
    if left > 0:
        await workflow.sleep(timedelta(seconds=left), summary="before the same errand again")
