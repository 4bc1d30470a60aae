"""The course of one round: ask the database, take one thing at a time, carry out what follows."""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import activities, names
    from contracts.rounds import RoundCourse, RoundErrandNote, RoundFacts

from workflows.clock import ring
from workflows.desk import Desk, Waiting
from workflows.errands import run_errands
from workflows.loop import Loop
from workflows.round_step import take


@workflow.defn(name=names.ROUND)
class RoundWorkflow(Loop[RoundCourse, RoundFacts]):
    """Remembers nothing: whatever it believes, the database said last."""

    @workflow.init
    def __init__(self, course: RoundCourse) -> None:
        self.desk = Desk(course, RoundFacts())
        self.beside = []

    @workflow.run
    async def run(self, course: RoundCourse) -> str:
        """Ends with the state the round ended in."""
        if not self.desk.queue:  # every run begins by asking the database: what waits already asks as well as a look
            await take(self.desk, Waiting())
        self.beside = [asyncio.create_task(ring(self.desk)), asyncio.create_task(self.run_errands(course.round))]
        while await self.has_something_to_take():
            await take(self.desk, self.desk.queue.popleft())
        if not self.desk.finished():
            workflow.continue_as_new(RoundCourse(course.round, course.long))
        return self.desk.facts.state

    async def run_errands(self, round_id: str) -> None:
        """Beside the loop: what is to be carried out."""
        await run_errands(
            self.desk, activities.carry_out_round, lambda errand, at: RoundErrandNote(round_id, errand, at)
        )

    @workflow.update(name=names.HAPPEN, description="Something happened to the round: the id of its inbox row")
    async def happen(self, inbox_id: str, kind: str = "") -> str:
        """Waits for the verdict; the kind is a code for people to read and decides nothing."""
        return await self.desk.put(inbox_id, kind)
