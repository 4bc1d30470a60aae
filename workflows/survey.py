"""The course of one wave of a survey: ask the database, take one thing at a time, carry out what follows."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities, names
    from contracts.survey import ErrandNote, WaveCourse, WaveFacts

from workflows.clock import ring
from workflows.desk import Desk, Waiting
from workflows.errands import run_errands
from workflows.loop import Loop
from workflows.wave_step import take


@workflow.defn(name=names.SURVEY)
class SurveyWorkflow(Loop[WaveCourse, WaveFacts]):
    """Remembers nothing: whatever it believes, the database said last."""

    @workflow.init
    def __init__(self, course: WaveCourse) -> None:
        self.desk = Desk(course, WaveFacts())
        self.beside = []

    @workflow.run
    async def run(self, course: WaveCourse) -> str:
        """Ends with the state the wave ended in."""
        if not self.desk.queue:  # every run begins by asking the database: what waits already asks as well as a look
            await take(self.desk, Waiting())
        self.beside = [asyncio.create_task(ring(self.desk)), asyncio.create_task(self.run_errands(course.wave))]
        while await self.has_something_to_take():
            await take(self.desk, self.desk.queue.popleft())
        if not self.desk.finished():
            workflow.continue_as_new(WaveCourse(course.wave, course.long))
        return self.desk.facts.state

    async def run_errands(self, wave: str) -> None:
        """Beside the loop: what is to be carried out."""
        await run_errands(self.desk, activities.carry_out, lambda errand, at: ErrandNote(wave, errand, at))

    @workflow.update(name=names.HAPPEN, description="Something happened to the wave: the id of its inbox row")
    async def happen(self, inbox_id: str, kind: str = "") -> str:
        """Waits for the verdict; the kind is a code for people to read and decides nothing."""
        return await self.desk.put(inbox_id, kind)
