"""Feedback cycles on a real Temporal server: what it schedules is what the rules say, and late is not a burst."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from temporalio.api.workflowservice.v1 import ListScheduleMatchingTimesRequest
from temporalio.client import Client, ScheduleOverlapPolicy

from contracts import names
from contracts.survey import CycleNote
from domain.calendar import local_date
from domain.survey.cycle import next_openings, opened_at
from domain.survey.survey import Cycle
from storage import cycles as pauses
from storage import sql
from storage.tables import WaveRow
from tests.databases import both_databases
from tests.workflow.engine import Engine
from tests.workflow.wave_engine import WaveEngine, wave_engine, waves_at_work, without_worker
from umlauf.cycles import TemporalCycles
from umlauf.recover import Recovery
from umlauf.worker import wave_work

BERLIN = ZoneInfo("Europe/Berlin")
MONTHLY = Cycle(months=tuple(range(1, 13)), day=1)
PLAN = MONTHLY.model_dump()


@pytest.fixture
async def waves(engine: Engine) -> AsyncIterator[WaveEngine]:
    async with wave_engine(engine, cycle=PLAN) as waves:
        yield waves
        await TemporalCycles(engine.env.client, "Europe/Berlin", waves.queue).delete(waves.town.survey)


def cycles_of(waves: WaveEngine) -> TemporalCycles:
    return TemporalCycles(waves.engine.env.client, "Europe/Berlin", waves.queue)


async def opened(waves: WaveEngine, at: datetime) -> str:
    """What the activity says, on a date of the schedule."""
    work = wave_work(waves.engine.wiring, waves.engine.messenger, lambda: None, waves.engine.clock)
    return await work.opener.open_next_wave(CycleNote(waves.town.survey, at.timestamp()))


async def numbers(waves: WaveEngine) -> list[tuple[int, date | None]]:
    table = sql.table(WaveRow)
    async with waves.engine.db.read() as session:
        asked = select(table.c.number, table.c.starts_on).where(table.c.survey == waves.town.survey)
        return [(number, day) for number, day in await session.execute(asked.order_by(table.c.number))]


async def test_temporal_gives_the_dates_the_rules_give_over_two_years_and_four_changes_of_the_clocks(
    waves: WaveEngine,
) -> None:
    cycles, client = cycles_of(waves), waves.engine.env.client
    assert await cycles.ensure(waves.town.survey, MONTHLY)
    now = datetime.now(UTC)
    state = await cycles.state(waves.town.survey)
    assert state is not None
    assert list(state.next_runs) == next_openings(MONTHLY, now, BERLIN, len(state.next_runs))
    request = ListScheduleMatchingTimesRequest(
        namespace=client.namespace, schedule_id=names.cycle_id(waves.town.survey)
    )
    request.start_time.FromDatetime(now)
    request.end_time.FromDatetime(now + timedelta(days=731))
    told = await client.workflow_service.list_schedule_matching_times(request)
    found = [one.ToDatetime(UTC) for one in told.start_time]
    assert len(found) in (24, 25)
    assert found == next_openings(MONTHLY, now, BERLIN, len(found))


async def test_a_schedule_is_changed_in_place_paused_with_a_note_and_deleted(waves: WaveEngine) -> None:
    cycles, survey = cycles_of(waves), waves.town.survey
    assert await cycles.state(survey) is None
    assert await cycles.ensure(survey, MONTHLY)
    await cycles.pause(survey, "Umbau")
    assert not await cycles.ensure(survey, Cycle(months=(6,), day=2, catch_up_days=4))
    described = await waves.engine.env.client.get_schedule_handle(names.cycle_id(survey)).describe()
    assert described.schedule.policy.overlap is ScheduleOverlapPolicy.SKIP
    assert described.schedule.policy.catchup_window == timedelta(days=4)
    state = await cycles.state(survey)
    assert state is not None
    assert (state.paused, state.note) == (True, "Umbau")
    assert {local_date(at, BERLIN).month for at in state.next_runs} == {6}
    await cycles.resume(survey, "Umbau fertig")
    state = await cycles.state(survey)
    assert state is not None
    assert (state.paused, state.note) == (False, "Umbau fertig")
    assert await cycles.delete(survey)
    assert not await cycles.delete(survey)


async def test_a_date_of_the_schedule_opens_a_wave(waves: WaveEngine) -> None:
    survey, client = waves.town.survey, waves.engine.env.client
    await cycles_of(waves).ensure(survey, Cycle(months=tuple(range(1, 13)), day=1, catch_up_days=14))
    await client.get_schedule_handle(names.cycle_id(survey)).trigger()
    for _ in range(100):
        if await numbers(waves):
            break
        await asyncio.sleep(0.1)
    ((number, starts),) = await numbers(waves)
    assert number == 0
    for _ in range(50):
        if starts is not None:
            break
        await asyncio.sleep(0.1)
        ((_, starts),) = await numbers(waves)
    assert starts is not None
    assert starts.weekday() < 5


@both_databases
async def test_a_date_opens_one_wave_and_none_while_another_asks(waves: WaveEngine) -> None:
    first = next_openings(MONTHLY, waves.engine.clock(), BERLIN, 2)
    waves.engine.clock.ahead += (first[0] - waves.engine.clock()).total_seconds() + 60
    assert await opened(waves, first[0]) == "opened"
    assert await opened(waves, first[0]) == "there"
    assert await opened(waves, first[0] + timedelta(days=1)) == "still_asking"
    assert len(await numbers(waves)) == 1


async def test_a_wave_of_a_closed_day_begins_on_the_next_open_one(waves: WaveEngine) -> None:
    day = date(2027, 5, 1)  # a Saturday
    waves.engine.clock.ahead += (opened_at(day, BERLIN) - waves.engine.clock()).total_seconds() + 60
    assert await opened(waves, opened_at(day, BERLIN)) == "opened"
    assert await numbers(waves) == [(0, date(2027, 5, 3))]


async def test_a_worker_that_was_down_for_a_week_opens_no_wave_late_and_no_two(engine: Engine) -> None:
    waves = await without_worker(engine, cycle=PLAN)
    at = next_openings(MONTHLY, engine.clock(), BERLIN, 1)[0]
    engine.clock.ahead += (at - engine.clock()).total_seconds() + 7 * 86_400
    async with waves_at_work(waves):
        assert await opened(waves, at) == "missed"
        assert await numbers(waves) == []
        assert await opened(waves, engine.clock()) == "opened"  # the next one comes on its date


async def test_what_a_schedule_started_without_a_worker_waits_and_the_dates_after_it_are_skipped(
    engine: Engine,
) -> None:
    waves = await without_worker(engine, cycle=PLAN)
    cycles, client = cycles_of(waves), engine.env.client
    await cycles.ensure(waves.town.survey, MONTHLY)
    handle = client.get_schedule_handle(names.cycle_id(waves.town.survey))
    for _ in range(4):  # four dates while nobody is at work
        await handle.trigger(overlap=ScheduleOverlapPolicy.SKIP)
        await asyncio.sleep(0.3)
    async with waves_at_work(waves, sandbox=True):
        for _ in range(100):
            if await numbers(waves):
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        assert len(await numbers(waves)) == 1
        assert (await handle.describe()).info.num_actions_skipped_overlap == 3
    await cycles.delete(waves.town.survey)


async def test_recover_makes_a_missing_schedule_again_from_the_database(waves: WaveEngine) -> None:
    cycles, engine = cycles_of(waves), waves.engine
    for made in (1, 0):
        report = await Recovery(engine.env.client, engine.db, engine.messenger, cycles).run()
        assert report.cycles == made
    assert not await cycles.set_up(waves.town.survey, MONTHLY)
    await waves.town.change_plan()  # no cycle any more
    for _ in range(20):  # what is there is found by the list, which is a moment late
        assert await cycles.set_up_all(engine.db) == 0
        if await cycles.state(waves.town.survey) is None:
            break
        await asyncio.sleep(0.2)
    assert await cycles.state(waves.town.survey) is None


async def test_a_pause_outlives_a_schedule_that_was_lost(waves: WaveEngine) -> None:
    cycles, engine, survey = cycles_of(waves), waves.engine, waves.town.survey
    at = next_openings(MONTHLY, engine.clock(), BERLIN, 1)[0]
    await cycles.ensure(survey, MONTHLY)
    async with engine.db.write() as session:
        await pauses.pause(session, survey, note="Umbau", by="olga", at=engine.clock())
    assert await cycles.set_up_all(engine.db) == 0  # what the engine was not told, it learns
    state = await cycles.state(survey)
    assert state is not None
    assert (state.paused, state.note) == (True, "Umbau")
    engine.clock.ahead += (at - engine.clock()).total_seconds() + 60
    assert await opened(waves, at) == "paused"

    await cycles.delete(survey)
    report = await Recovery(engine.env.client, engine.db, engine.messenger, cycles).run()
    assert report.cycles == 1
    state = await cycles.state(survey)
    assert state is not None
    assert (state.paused, state.note) == (True, "Umbau")

    async with engine.db.write() as session:
        await pauses.resume(session, survey)
    await cycles.resume(survey)
    await cycles.delete(survey)
    await Recovery(engine.env.client, engine.db, engine.messenger, cycles).run()
    state = await cycles.state(survey)
    assert state is not None
    assert not state.paused
    assert await opened(waves, at) == "opened"


async def test_setting_up_what_is_there_writes_nothing(waves: WaveEngine) -> None:
    cycles, client = cycles_of(waves), waves.engine.env.client
    await cycles.ensure(waves.town.survey, MONTHLY)
    handle = client.get_schedule_handle(names.cycle_id(waves.town.survey))
    before = (await handle.describe()).info.last_updated_at
    assert not await cycles.set_up(waves.town.survey, MONTHLY)
    assert (await handle.describe()).info.last_updated_at == before
    assert not await cycles.set_up(waves.town.survey, Cycle(months=(3,), day=1))
    assert (await handle.describe()).info.last_updated_at != before


async def test_a_temporal_that_is_away_is_told_as_such() -> None:
    away = TemporalCycles(await Client.connect("127.0.0.1:1", lazy=True), "Europe/Berlin")
    with pytest.raises(ConnectionError):
        await away.state("nobody")


async def test_a_survey_without_a_cycle_or_unknown_is_a_code(waves: WaveEngine) -> None:
    at = datetime.now(UTC)
    await waves.town.change_plan()
    assert await opened(waves, at) == "no_cycle"
    waves.town.survey = "nobody"
    assert await opened(waves, at) == "unknown"
