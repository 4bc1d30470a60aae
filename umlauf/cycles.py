"""Cycles as schedules of Temporal: one per survey with a cycle, and one per series of rounds.

Each is made again from the database at any time.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleHandle,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from contracts import names
from contracts.cycles import CycleState
from contracts.rounds import SeriesStart
from contracts.survey import CycleStart
from domain.survey.cycle import OPENED_AT, opened_at
from domain.survey.survey import Cycle
from storage import cycles as pauses
from storage import round_series, surveys
from storage.engine import Database
from storage.session import Session
from workflows.cycle import FeedbackCycle, RoundCycle

P = ParamSpec("P")
T = TypeVar("T")
AWAY = (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED)
SAME_DAY = timedelta(hours=12)  # a cycle that catches up nothing may still be late on its day


@dataclass(frozen=True)
class Turns:
    """What a cycle turns: how its schedule is called, what it begins, and what the database knows of all of them."""

    id_of: Callable[[str], str]
    owner_of: Callable[[str], str | None]
    course: Callable[..., Any]
    start: Callable[[str], Any]
    summary: str
    known: Callable[[Session], Awaitable[tuple[Mapping[str, Cycle], Mapping[str, str]]]]  # cycles, and notes of pauses


async def _of_surveys(session: Session) -> tuple[Mapping[str, Cycle], Mapping[str, str]]:
    paused = await pauses.pauses(session)
    return dict(await surveys.with_cycles(session)), {one: pause.note for one, pause in paused.items()}


async def _of_rounds(session: Session) -> tuple[Mapping[str, Cycle], Mapping[str, str]]:
    living = await round_series.living(session)
    return {one.id: one.cycle for one in living}, {one.id: one.note for one in living if one.paused_at is not None}


WAVES = Turns(names.cycle_id, names.survey_of, FeedbackCycle.run, CycleStart, "opens the next wave", _of_surveys)
ROUNDS = Turns(names.series_id, names.series_of, RoundCycle.run, SeriesStart, "starts the next round", _of_rounds)


def reaching(method: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A Temporal that is away is a ConnectionError; whatever else it says passes through."""

    @wraps(method)
    async def reached(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await method(*args, **kwargs)
        except RPCError as error:
            if error.status in AWAY:
                raise ConnectionError("Temporal is away") from error
            raise
        except RuntimeError as error:  # a client that could not connect yet
            raise ConnectionError("Temporal is away") from error

    return reached


class TemporalCycles:
    """The one `contracts.cycles.Cycles`. A pause is in the database; Temporal says so too, with the note.

    What the database calls paused is paused here; what only Temporal calls paused stays so.
    """

    def __init__(self, client: Client, timezone: str, queue: str = names.SURVEYS, turns: Turns = WAVES) -> None:
        self.client, self.timezone, self.queue, self.turns = client, timezone, queue, turns

    @reaching
    async def ensure(self, survey_id: str, cycle: Cycle, pause: str | None = None) -> bool:
        """The schedule is there and is this cycle; True when it was not there. A pause stays as it is."""
        wanted = self._schedule(survey_id, cycle)
        if pause is not None:
            wanted.state = ScheduleState(paused=True, note=pause or None)
        try:
            await self.client.create_schedule(self.turns.id_of(survey_id), wanted)
        except ScheduleAlreadyRunningError:
            await self._handle(survey_id).update(lambda known: _changed(wanted, known))
            return False
        return True

    @reaching
    async def pause(self, survey_id: str, note: str) -> None:
        """No wave is opened until it is resumed; dates that pass meanwhile are left out."""
        await self._handle(survey_id).pause(note=note)

    @reaching
    async def resume(self, survey_id: str, note: str = "") -> None:
        """From the next date on."""
        await self._handle(survey_id).unpause(note=note or None)

    @reaching
    async def delete(self, survey_id: str) -> bool:
        """False when there was none."""
        try:
            await self._handle(survey_id).delete()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return False
        return True

    @reaching
    async def state(self, survey_id: str) -> CycleState | None:
        """As Temporal has it; None when there is no schedule."""
        try:
            told = await self._handle(survey_id).describe()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            return None
        state = told.schedule.state
        return CycleState(state.paused, state.note or "", tuple(told.info.next_action_times))

    async def set_up(self, survey_id: str, cycle: Cycle | None, pause: str | None = None) -> bool:
        """Whatever the survey's plan says now; True when a schedule was made that was not there."""
        if cycle is not None:
            return await self.ensure(survey_id, cycle, pause)
        await self.delete(survey_id)
        return False

    @reaching
    async def set_up_all(self, db: Database) -> int:
        """Makes what the database knows of and Temporal does not, and ends what it is the other way round.

        How many were made; idempotent, and nothing is written where all is as it should be.
        """
        async with db.read() as session:
            wanted, paused = await self.turns.known(session)
        async for known in await self.client.list_schedules():
            survey_id = self.turns.owner_of(known.id)
            if survey_id is not None and survey_id not in wanted:
                await self.delete(survey_id)
        return sum([await self.ensure(survey_id, cycle, paused.get(survey_id)) for survey_id, cycle in wanted.items()])

    def _handle(self, survey_id: str) -> ScheduleHandle:
        return self.client.get_schedule_handle(self.turns.id_of(survey_id))

    def _schedule(self, survey_id: str, cycle: Cycle) -> Schedule:
        return Schedule(
            action=ScheduleActionStartWorkflow(
                self.turns.course,
                self.turns.start(survey_id),
                id=self.turns.id_of(survey_id),  # the server adds the date
                task_queue=self.queue,
                static_summary=self.turns.summary,
            ),
            spec=calendar(cycle, self.timezone),
            policy=SchedulePolicy(
                overlap=ScheduleOverlapPolicy.SKIP,
                catchup_window=max(SAME_DAY, timedelta(days=cycle.catch_up_days)),
            ),
            state=ScheduleState(),
        )


def calendar(cycle: Cycle, timezone: str) -> ScheduleSpec:
    """The morning of its day in its months, local time."""
    months = tuple(ScheduleRange(month) for month in sorted(set(cycle.months)))
    day = (ScheduleRange(cycle.day),)
    spec = ScheduleCalendarSpec(hour=(ScheduleRange(OPENED_AT.hour),), day_of_month=day, month=months)
    ends = None if cycle.until is None else opened_at(cycle.until, ZoneInfo(timezone)) + SAME_DAY
    return ScheduleSpec(calendars=[spec], time_zone_name=timezone, end_at=ends)


def _changed(wanted: Schedule, known: ScheduleUpdateInput) -> ScheduleUpdate | None:
    """Nothing is written where it is so already."""
    there = known.description.schedule
    if not wanted.state.paused or there.state.paused:
        wanted.state = there.state
    if _dates(wanted) == _dates(there) and wanted.state.paused == there.state.paused:
        return None
    return ScheduleUpdate(wanted)


def _dates(schedule: Schedule) -> object:
    """What makes two schedules the same cycle, however the server writes it down."""
    days = [(_all(spec.month), _all(spec.day_of_month), _all(spec.hour)) for spec in schedule.spec.calendars]
    return days, schedule.spec.time_zone_name, schedule.policy.catchup_window, schedule.spec.end_at


def _all(ranges: Sequence[ScheduleRange]) -> frozenset[int]:
    return frozenset(n for one in ranges for n in range(one.start, max(one.start, one.end) + 1, max(one.step, 1)))
