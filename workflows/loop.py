"""What every course does between two things it takes: waits for work, for the moment to leave, or for a bug."""

import asyncio
from typing import Generic

from temporalio import workflow

from workflows.desk import CourseT, Desk, FactsT


class Loop(Generic[CourseT, FactsT]):
    """Half of a course; the other half says what is taken, and what goes on beside it."""

    desk: Desk[CourseT, FactsT]
    beside: list[asyncio.Task[None]]

    async def has_something_to_take(self) -> bool:
        """Waits for work (True) or for the moment to leave this run (False)."""
        await workflow.wait_condition(lambda: bool(self.desk.queue) or self.desk.may_leave() or self.is_maimed())
        if self.is_maimed():  # asyncio would only log it: block the course where everybody sees it
            cause = next(task.exception() for task in self.beside if task.done())
            raise RuntimeError("what goes on beside the course has ended") from cause
        return bool(self.desk.queue)

    def is_maimed(self) -> bool:
        """Something beside the loop has ended, which it never may."""
        return any(task.done() for task in self.beside)
