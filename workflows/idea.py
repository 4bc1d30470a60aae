"""The course of one idea: ask the database, take one thing at a time, carry out what follows."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.course import Course, Facts

from workflows.clock import ring
from workflows.courier import carry
from workflows.desk import Desk, Waiting
from workflows.loop import Loop
from workflows.step import take


@workflow.defn(name=names.IDEA)
class IdeaWorkflow(Loop[Course, Facts]):
    """Remembers nothing: whatever it believes, the database said last."""

    @workflow.init
    def __init__(self, course: Course) -> None:
        self.desk = Desk(course, Facts())
        self.beside = []

    @workflow.run
    async def run(self, course: Course) -> str:
        """Ends with the stage the case closed in."""
        if not self.desk.queue:  # every run begins by asking the database: what waits already asks as well as a look
            await take(self.desk, Waiting())
        self.beside = [asyncio.create_task(ring(self.desk)), asyncio.create_task(carry(self.desk))]
        while await self.has_something_to_take():
            await take(self.desk, self.desk.queue.popleft())
        if not self.desk.finished():
            workflow.continue_as_new(Course(course.case_id, course.long))
        return self.desk.facts.stage

    @workflow.update(name=names.HAPPEN, description="Something happened to the case: the id of its inbox row")
    async def happen(self, inbox_id: str, kind: str = "") -> str:
        """Waits for the verdict; the kind is a code for people to read and decides nothing."""
        return await self.desk.put(inbox_id, kind)
