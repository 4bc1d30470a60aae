"""What pages and programs do to surveys alike: start a wave on a day, and let a cycle turn by the survey's plan."""

import asyncio
from collections.abc import Coroutine
from datetime import date
from typing import Any

import structlog

from api.errors import FieldError, Invalid, NotFound, Refused
from api.services import Services
from contracts.cycles import Cycles, CycleState
from contracts.messenger import Letter
from domain import calendar
from domain.checking import Finding
from domain.survey.cycle import wave_plan
from domain.survey.survey import Cycle
from domain.words import Via
from domain.world import ClosedDays
from storage import cycles as pauses
from storage import processes, surveys, waves
from storage.directory import NO_CALENDAR
from storage.session import Session
from storage.survey_ready import Moment, ready, stops
from storage.surveys import Survey

PATIENCE = 5.0  # seconds
log = structlog.get_logger("api")


class NotReady(Exception):  # noqa: N818 - reads as what happened
    """Something is missing before anybody can be asked."""

    def __init__(self, missing: list[Finding]) -> None:
        super().__init__("wave.not_ready")
        self.missing = missing


def check_days(today: date, starts_on: date, closes_on: date | None) -> None:
    """As the rules of a wave say it, before there is one; raises Invalid."""
    if starts_on < today:
        raise Invalid([FieldError("starts_on", "wave.starts_in_the_past")])
    if closes_on is not None and closes_on <= starts_on:
        raise Invalid([FieldError("closes_on", "wave.closes_before_it_starts")])
    if calendar.too_far(closes_on or starts_on, today):
        latest = today.year + calendar.FURTHEST
        raise Invalid([FieldError("closes_on" if closes_on else "starts_on", "date.too_far", {"latest": latest})])


async def wave_on(
    session: Session, services: Services, survey_id: str, day: date, closes_on: date | None, by: str, via: Via
) -> Letter:
    """A wave that starts on this day, with its first happening; raises NotReady with all that is missing."""
    survey = await surveys.survey(session, survey_id)
    if survey is None:
        raise NotFound("survey.unknown")
    missing = stops(await ready(session, survey, moment_of(services, day)))
    if missing:
        raise NotReady(missing)
    plan = wave_plan(survey.plan, day, (await closed_days(session, services)).days)
    dated = plan if closes_on is None else plan.model_copy(update={"closes_on": closes_on})
    return await waves.open_wave(session, survey, dated, by=by, via=via, at=services.now())


def moment_of(services: Services, day: date | None) -> Moment:
    """The morning of that day, or now."""
    now = services.now()
    at = now if day is None else max(now, calendar.morning_of(day, services.zone))
    return Moment(at, services.zone, services.contact_budget)


async def closed_days(session: Session, services: Services) -> ClosedDays:
    """Of the region of the process in force."""
    definition = await processes.current(session)
    known = await services.db.known.directory.at(session)
    return NO_CALENDAR if definition is None else await known.closed_days(session, definition.region)


async def set_up_cycle(services: Services, survey: str, cycle: Cycle | None) -> None:
    """The cycle begins to turn, changes or ends; where Temporal is away, the worker sees to it within minutes."""
    if services.cycles is None:
        return
    try:
        async with services.db.read() as session:
            kept = await pauses.pause_of(session, survey)
        note = None if kept is None else kept.note
        await asyncio.wait_for(services.cycles.set_up(survey, cycle, note), PATIENCE)
    except (ConnectionError, TimeoutError) as away:
        log.warning("cycle.not_set_up", survey=survey, code=type(away).__name__)


async def state_of_cycle(services: Services, survey: Survey) -> CycleState | None:
    """As Temporal has it; None for a survey without a cycle. Raises `cycle.away` while nobody can say."""
    if services.cycles is None or survey.plan.cycle is None:
        return None
    try:
        return await asyncio.wait_for(services.cycles.state(survey.id), PATIENCE)
    except (ConnectionError, TimeoutError):
        raise Refused("cycle.away") from None


async def pause_cycle(services: Services, survey: Survey, note: str, by: str) -> None:
    """No wave begins by itself until it is resumed; waves under way go on. Raises Refused."""
    cycles = _turning(services, survey)
    await _there(cycles.pause(survey.id, note))
    async with services.db.write() as session:
        await pauses.pause(session, survey.id, note=note, by=by, at=services.now())


async def resume_cycle(services: Services, survey: Survey, note: str = "") -> None:
    """From the next date on. Raises Refused."""
    cycles = _turning(services, survey)
    await _there(cycles.resume(survey.id, note))
    async with services.db.write() as session:
        await pauses.resume(session, survey.id)


def _turning(services: Services, survey: Survey) -> Cycles:
    if services.cycles is None or survey.plan.cycle is None:
        raise Refused("cycle.none")
    return services.cycles


async def _there(change: Coroutine[Any, Any, None]) -> None:
    """First at Temporal, so that nothing is changed here where nobody can be told."""
    try:
        async with asyncio.timeout(PATIENCE):
            await change
    except (ConnectionError, TimeoutError):
        raise Refused("cycle.away") from None
