"""Brings happenings to their course: an Update that starts the course if need be, and five seconds' patience."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import (
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.service import RPCError, RPCStatusCode

from contracts import names
from contracts.course import Course
from contracts.messenger import Letter
from contracts.rounds import RoundCourse
from contracts.survey import WaveCourse
from domain.words import Stage
from storage import courses, inbox
from storage.engine import Database
from storage.errors import StorageError
from workflows.idea import IdeaWorkflow
from workflows.round import RoundWorkflow
from workflows.shown import DUE, PROCESS, STAGE
from workflows.survey import SurveyWorkflow

PATIENCE = 5.0  # seconds a caller waits for the verdict
TRIES = 5
FIRST_PAUSE = 0.1
FIRST = "submitted"  # the happening every course but those taken over begins with
HOPELESS = (RPCStatusCode.INVALID_ARGUMENT, RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED)

log = structlog.stdlib.get_logger(__name__)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


class Wave(str):
    """The id of a wave, where the id of a case goes to another course."""

    __slots__ = ()


class Round(str):
    """The id of a round, likewise."""

    __slots__ = ()


class TemporalMessenger:
    """The one `contracts.messenger.Messenger`; believes no answer but the one in the database."""

    def __init__(
        self,
        client: Client,
        db: Database,
        *,
        queue: str = names.IDEAS,
        surveys: str = names.SURVEYS,
        rounds: str = names.ROUNDS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.client, self.db, self._now = client, db, now
        self.queue, self.surveys, self.rounds = queue, surveys, rounds

    async def bring(self, letter: Letter) -> str | None:
        """The verdict as the database holds it; None: received, not yet processed. Without an inbox id: a look."""
        to = _addressee(letter)
        if not letter.inbox_id:
            return "" if await self.look(to, f"look-{uuid4().hex}") else None
        if not await self._sent(to, letter.inbox_id, letter.kind, _update_id(letter)):
            return None
        return await self._acknowledged(letter.inbox_id)

    async def reachable(self) -> bool:
        """Whether Temporal answers at all."""
        try:
            return await self.client.service_client.check_health(timeout=timedelta(seconds=2))
        except (RPCError, RuntimeError):
            return False

    async def look(self, to: str, update_id: str) -> bool:
        """Makes the course of a case, or of a wave or a round, ask the database; starts it if it is not there."""
        return await self._sent(to, "", "look", update_id)

    async def _acknowledged(self, inbox_id: str) -> str | None:
        """What the database says; when it is away just now, the redelivery acknowledges."""
        for n in range(3):
            try:
                async with self.db.write() as session:
                    return await inbox.acknowledge(session, inbox_id, self._now())
            except StorageError:
                await asyncio.sleep(FIRST_PAUSE * 2**n)
        return None

    async def _sent(self, to: str, inbox_id: str, kind: str, update_id: str) -> bool:
        began = time.monotonic()
        try:
            return await asyncio.wait_for(self._persist(to, inbox_id, kind, update_id), PATIENCE)
        except TimeoutError:
            pass
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            _pass_on_cancellation()
        log.info("messenger.pending", case_id=to, inbox_id=inbox_id, wait_s=round(time.monotonic() - began, 1))
        return False

    async def _persist(self, to: str, inbox_id: str, kind: str, update_id: str) -> bool:
        """The same Update again while the course is closing or continuing, which makes the server refuse it."""
        for n in range(TRIES):
            try:
                await self._update(to, inbox_id, kind, update_id)
                return True
            except WorkflowUpdateFailedError as failed:  # never in health: no handler of ours fails
                log.error("messenger.update_failed", case_id=to, inbox_id=inbox_id, exc_info=failed)
                return False
            except RPCError as away:
                if away.status is RPCStatusCode.INVALID_ARGUMENT and kind == FIRST:
                    kind = ""  # a cluster that does not know yet what is searched: the course tells it later
                    continue
                if away.status in HOPELESS:
                    log.error("messenger.refused", case_id=to, code=away.status.name)
                    return False
            except RuntimeError:  # a client that could not connect yet
                return False
            await asyncio.sleep(FIRST_PAUSE * 2**n)
        return False

    async def _update(self, to: str, inbox_id: str, kind: str, update_id: str) -> str:
        start = await self._start_of(to, kind)
        verdict: str = await self.client.execute_update_with_start_workflow(
            names.HAPPEN, args=[inbox_id, kind], start_workflow_operation=start, id=update_id, result_type=str
        )
        return verdict

    async def _start_of(self, to: str, kind: str) -> WithStartWorkflowOperation[Any, str]:
        if isinstance(to, Wave):
            return self._start_of_wave(to)
        return self._start_of_round(to) if isinstance(to, Round) else await self._start(to, kind)

    async def _start(self, case_id: str, kind: str) -> WithStartWorkflowOperation[Any, str]:
        return WithStartWorkflowOperation(
            IdeaWorkflow.run,
            Course(case_id),
            id=names.course_id(case_id),
            task_queue=self.queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            **(await self._begins_with(case_id) if kind == FIRST else {}),
        )

    def _start_of_wave(self, wave_id: str) -> WithStartWorkflowOperation[Any, str]:
        return WithStartWorkflowOperation(
            SurveyWorkflow.run,
            WaveCourse(str(wave_id)),
            id=names.wave_course_id(wave_id),
            task_queue=self.surveys,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )

    def _start_of_round(self, round_id: str) -> WithStartWorkflowOperation[Any, str]:
        return WithStartWorkflowOperation(
            RoundWorkflow.run,
            RoundCourse(str(round_id)),
            id=names.round_course_id(round_id),
            task_queue=self.rounds,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        )

    async def _begins_with(self, case_id: str) -> dict[str, Any]:
        """What people and a search find a new course by, told with its start: later it costs an event and an action.

        Nothing when the database is away.
        """
        try:
            async with self.db.read() as session:
                number, process = await courses.number_and_process(session, case_id)
                if not process:
                    return {}
                due = await courses.first_due(session, self.db.known.directory, process, self._now())
        except StorageError:
            return {}
        known = {STAGE: Stage.INTAKE.value, PROCESS: process[:12], DUE: due.isoformat()}
        found_by = TypedSearchAttributes([SearchAttributePair(key, value) for key, value in known.items()])
        return {"search_attributes": found_by, "static_summary": f"Idea {number}"}


def _addressee(letter: Letter) -> str:
    """Whose course a letter is for."""
    if letter.wave:
        return Wave(letter.wave)
    return Round(letter.round) if letter.round else letter.case_id


def _update_id(letter: Letter) -> str:
    """The first try is known to the course by the inbox id; later ones must not be answered from its history.

    After a restore Temporal knows happenings that the database does not, and would call them done.
    """
    return letter.inbox_id if not letter.attempts else f"{letter.inbox_id}~{letter.attempts}-{uuid4().hex[:8]}"


def _pass_on_cancellation() -> None:
    """The SDK makes its own error of a cancellation: whoever cancelled us still has to see it."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
