"""What one run of a course holds in its hands: the latest facts, and who waits for a verdict."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from temporalio import workflow


class AnyCourse(Protocol):
    """The start of a course, of a case or a wave."""

    long: int


class AnyFacts(Protocol):
    """What the database says of a case or a wave."""

    verdict: str
    wake: float | None
    closed: bool

    @property
    def stage(self) -> str:
        """Where it stands."""
        ...

    @property
    def unsent(self) -> bool:
        """Whether something is still to be carried out."""
        ...


CourseT = TypeVar("CourseT", bound=AnyCourse)
FactsT = TypeVar("FactsT", bound=AnyFacts)


@dataclass
class Waiting:
    """Something to be taken, and the caller who waits for its verdict; an empty id is a look."""

    inbox_id: str = ""
    kind: str = ""
    verdict: asyncio.Future[str] | None = None


@dataclass
class Desk(Generic[CourseT, FactsT]):
    """Nothing here is worth keeping: the next answer of the database replaces all of it."""

    course: CourseT
    facts: FactsT
    queue: deque[Waiting] = field(default_factory=deque)
    taken: int = 0  # answers of the database in this run
    rung: float = 0.0  # the last wake-up that rang

    def put(self, inbox_id: str = "", kind: str = "") -> asyncio.Future[str]:
        """Queues a happening, or a look; the future gets the verdict."""
        verdict: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.queue.append(Waiting(inbox_id, kind, verdict))
        return verdict

    def answered(self, waiting: Waiting, facts: FactsT) -> None:
        """Believes the whole answer, and tells the caller."""
        self.facts = facts
        self.taken += 1
        if waiting.verdict is not None:
            waiting.verdict.set_result(facts.verdict)

    def finished(self) -> bool:
        """Nothing will happen by itself any more."""
        return self.facts.closed and not self.facts.unsent

    def long(self) -> bool:
        """The history has grown enough to begin a new one."""
        return self.taken >= self.course.long or workflow.info().is_continue_as_new_suggested()

    def may_leave(self) -> bool:
        """Finished or long, and no caller is left without an answer."""
        return (self.finished() or self.long()) and workflow.all_handlers_finished()
