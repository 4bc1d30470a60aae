"""Gives every case its course again, from the database alone: after a restore, on a new cluster, or at any time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from temporalio.api.workflowservice.v1 import ListWorkflowExecutionsRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from contracts import names
from storage import courses, inbox
from storage.engine import Database
from umlauf.chores import some_at_once
from umlauf.messenger import TemporalMessenger
from umlauf.settings import Settings
from umlauf.temporal import connect, name_what_is_searched
from umlauf.wiring import Wiring

PAGE = 500
RUNNING = "ExecutionStatus = 'Running' AND WorkflowType = '{type}' AND TaskQueue = '{queue}'"


@dataclass
class Report:
    """What was done; running it again does nothing new."""

    cases: int = 0  # that need a course
    looked: int = 0  # whose course has asked the database
    pending: int = 0  # that were reached, but did not answer in time: no worker?
    ended: int = 0  # courses of cases that need none
    restarted: int = 0  # courses that were ended first, with `--restart`

    def __str__(self) -> str:
        again = f" {self.restarted} courses were ended first." if self.restarted else ""
        late = f" {self.pending} have not answered yet: is a worker running? Run this again." if self.pending else ""
        return (
            f"{self.cases} cases need a course, {self.looked} have asked the database; "
            f"{self.ended} courses without such a case were looked at.{again}{late}"
        )


async def recover(settings: Settings, restart: bool = False) -> Report:
    """A look for every open case, then for every running course of a case that is closed or unknown."""
    wiring = Wiring(settings)
    try:
        client = await connect("recover")
        await name_what_is_searched(client)
        return await Recovery(client, wiring.db, TemporalMessenger(client, wiring.db)).run(restart=restart)
    finally:
        await wiring.db.close()


class Recovery:
    """One run of the command."""

    def __init__(self, client: Client, db: Database, messenger: TemporalMessenger) -> None:
        self.client, self.db, self.messenger = client, db, messenger
        self.id = f"recover-{uuid4().hex}"
        self.report = Report()

    async def run(self, *, restart: bool = False) -> Report:
        """Idempotent; may run while everything works."""
        if restart:
            await some_at_once([self._end(case) async for case in self._running()])
        async with self.db.write() as session:
            await inbox.send_all_again(session, datetime.now(UTC))
        async for page in self._living():
            self.report.cases += len(page)
            await some_at_once(self._look(case) for case in page)
        await self._look_at_the_rest()
        return self.report

    async def _look(self, case_id: str) -> None:
        done = await self.messenger.look(case_id, f"{self.id}-{case_id}")
        self.report.looked += done
        self.report.pending += not done

    async def _look_at_the_rest(self) -> None:
        running = [case async for case in self._running()]
        for start in range(0, len(running), PAGE):
            page = running[start : start + PAGE]
            async with self.db.read() as session:
                living = await courses.living_among(session, page)
            rest = [case for case in page if case not in living]
            self.report.ended += len(rest)
            await some_at_once(self.messenger.look(case, f"{self.id}-{case}") for case in rest)

    async def _living(self) -> AsyncIterator[list[str]]:
        after = ""
        while True:
            async with self.db.read() as session:
                page = await courses.living(session, after, PAGE)
            if not page:
                return
            yield page
            after = page[-1]

    async def _running(self) -> AsyncIterator[str]:
        """Cases with a running course; asked for in the raw, since a paused one breaks the SDK's own list."""
        query = RUNNING.format(type=names.IDEA, queue=self.messenger.queue)
        token = b""
        while True:
            told = await self.client.workflow_service.list_workflow_executions(
                ListWorkflowExecutionsRequest(
                    namespace=self.client.namespace, query=query, page_size=PAGE, next_page_token=token
                ),
                timeout=timedelta(seconds=10),
            )
            for execution in told.executions:
                yield names.case_of(execution.execution.workflow_id)
            token = told.next_page_token
            if not token:
                return

    async def _end(self, case_id: str) -> None:
        try:
            await self.client.get_workflow_handle(names.course_id(case_id)).terminate(reason="umlauf recover --restart")
            self.report.restarted += 1
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
