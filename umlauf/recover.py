"""Gives every case its course again, from the database alone: after a restore, on a new cluster, or at any time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from temporalio.api.workflowservice.v1 import ListWorkflowExecutionsRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from contracts import names
from storage import courses, inbox, round_courses, wave_courses
from storage.engine import Database, Session
from umlauf.chores import some_at_once
from umlauf.cycles import ROUNDS, TemporalCycles
from umlauf.messenger import Round, TemporalMessenger, Wave
from umlauf.settings import Settings
from umlauf.temporal import connect, name_what_is_searched
from umlauf.wiring import Wiring

PAGE = 500
RUNNING = "ExecutionStatus = 'Running' AND WorkflowType = '{type}' AND TaskQueue = '{queue}'"


@dataclass
class Report:
    """What was done; running it again does nothing new."""

    cases: int = 0  # that need a course
    waves: int = 0  # likewise
    rounds: int = 0  # likewise
    cycles: int = 0  # schedules that were made again
    looked: int = 0  # whose course has asked the database
    pending: int = 0  # that were reached, but did not answer in time: no worker?
    ended: int = 0  # courses of cases that need none
    restarted: int = 0  # courses that were ended first, with `--restart`

    def __str__(self) -> str:
        again = f" {self.restarted} courses were ended first." if self.restarted else ""
        late = f" {self.pending} have not answered yet: is a worker running? Run this again." if self.pending else ""
        return (
            f"{self.cases} cases, {self.waves} waves and {self.rounds} rounds need a course, "
            f"{self.looked} have asked the database; "
            f"{self.ended} courses without such a case, wave or round were looked at; "
            f"{self.cycles} cycles of surveys and rounds were set up again.{again}{late}"
        )


async def recover(settings: Settings, restart: bool = False) -> Report:
    """A look for every open case, then for every running course of a case that is closed or unknown."""
    wiring = Wiring(settings)
    try:
        client = await connect("recover")
        await name_what_is_searched(client)
        cycles = TemporalCycles(client, settings.timezone)
        return await Recovery(client, wiring.db, TemporalMessenger(client, wiring.db), cycles).run(restart=restart)
    finally:
        await wiring.db.close()


@dataclass(frozen=True)
class _Sort:
    """Courses of cases, or of waves: where they are, and who needs one."""

    workflow: str
    queue: str
    id_of: Callable[[str], str]
    of_id: Callable[[str], str]
    living: Callable[[Session, str, int], Awaitable[list[str]]]
    living_among: Callable[[Session, Iterable[str]], Awaitable[set[str]]]


def _cases(queue: str) -> _Sort:
    return _Sort(names.IDEA, queue, names.course_id, names.case_of, courses.living, courses.living_among)


def _waves(queue: str) -> _Sort:
    def of_id(workflow_id: str) -> str:
        return Wave(names.wave_of(workflow_id))

    async def living(session: Session, after: str, limit: int) -> list[str]:
        return [Wave(one) for one in await wave_courses.living(session, after, limit)]

    return _Sort(names.SURVEY, queue, names.wave_course_id, of_id, living, wave_courses.living_among)


def _rounds(queue: str) -> _Sort:
    def of_id(workflow_id: str) -> str:
        return Round(names.round_of(workflow_id))

    async def living(session: Session, after: str, limit: int) -> list[str]:
        return [Round(one) for one in await round_courses.living(session, after, limit)]

    return _Sort(names.ROUND, queue, names.round_course_id, of_id, living, round_courses.living_among)


class Recovery:
    """One run of the command."""

    def __init__(
        self, client: Client, db: Database, messenger: TemporalMessenger, cycles: TemporalCycles | None = None
    ) -> None:
        """Without `cycles`, schedules stay as they are."""
        self.client, self.db, self.messenger, self.cycles = client, db, messenger, cycles
        self.id = f"recover-{uuid4().hex}"
        self.report = Report()
        self.cases, self.waves = _cases(messenger.queue), _waves(messenger.surveys)
        self.rounds = _rounds(messenger.rounds)

    async def run(self, *, restart: bool = False) -> Report:
        """Idempotent; may run while everything works."""
        if restart:
            for sort in (self.cases, self.waves, self.rounds):
                await some_at_once([self._end(sort.id_of(one)) async for one in self._running(sort)])
        async with self.db.write() as session:
            await inbox.send_all_again(session, datetime.now(UTC))
        async for page in self._living(self.cases):
            self.report.cases += len(page)
            await some_at_once(self._look(one) for one in page)
        async for page in self._living(self.waves):
            self.report.waves += len(page)
            await some_at_once(self._look(one) for one in page)
        async for page in self._living(self.rounds):
            self.report.rounds += len(page)
            await some_at_once(self._look(one) for one in page)
        for sort in (self.cases, self.waves, self.rounds):
            await self._look_at_the_rest(sort)
        if self.cycles is not None:
            self.report.cycles = await self.cycles.set_up_all(self.db)
            series = TemporalCycles(self.client, self.cycles.timezone, self.messenger.rounds, ROUNDS)
            self.report.cycles += await series.set_up_all(self.db)
        return self.report

    async def _look(self, one: str) -> None:
        done = await self.messenger.look(one, f"{self.id}-{one}")
        self.report.looked += done
        self.report.pending += not done

    async def _look_at_the_rest(self, sort: _Sort) -> None:
        running = [one async for one in self._running(sort)]
        for start in range(0, len(running), PAGE):
            page = running[start : start + PAGE]
            async with self.db.read() as session:
                living = await sort.living_among(session, page)
            rest = [one for one in page if one not in living]
            self.report.ended += len(rest)
            await some_at_once(self.messenger.look(one, f"{self.id}-{one}") for one in rest)

    async def _living(self, sort: _Sort) -> AsyncIterator[list[str]]:
        after = ""
        while True:
            async with self.db.read() as session:
                page = await sort.living(session, after, PAGE)
            if not page:
                return
            yield page
            after = page[-1]

    async def _running(self, sort: _Sort) -> AsyncIterator[str]:
        """Those with a running course; asked for in the raw, since a paused one breaks the SDK's own list."""
        query = RUNNING.format(type=sort.workflow, queue=sort.queue)
        token = b""
        while True:
            told = await self.client.workflow_service.list_workflow_executions(
                ListWorkflowExecutionsRequest(
                    namespace=self.client.namespace, query=query, page_size=PAGE, next_page_token=token
                ),
                timeout=timedelta(seconds=10),
            )
            for execution in told.executions:
                yield sort.of_id(execution.execution.workflow_id)
            token = told.next_page_token
            if not token:
                return

    async def _end(self, workflow_id: str) -> None:
        try:
            await self.client.get_workflow_handle(workflow_id).terminate(reason="umlauf recover --restart")
            self.report.restarted += 1
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
