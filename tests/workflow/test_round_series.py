"""A series of rounds on a real Temporal server: its schedule is as its rules say, and a date reaches the database."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from contracts import names
from domain.calendar import local_date
from domain.rounds.declared import Declared, series_id
from domain.survey.cycle import next_openings
from domain.survey.survey import Cycle
from storage import round_series
from tests.storage.round_town import RoundTown
from tests.workflow.engine import Engine
from umlauf.cycles import ROUNDS, TemporalCycles
from umlauf.worker import round_work, round_worker

QUARTERLY = Cycle(months=(1, 4, 7, 10), day=1, catch_up_days=14)


async def test_a_date_of_the_schedule_reaches_its_series_and_a_lost_schedule_is_made_again(engine: Engine) -> None:
    client, queue = engine.env.client, f"{engine.queue}-rounds"
    async with engine.db.write() as session:
        plan = await RoundTown(engine.town).plan(roles=("nobody",))
        series = await round_series.add(session, plan, QUARTERLY, 5, by="x", at=engine.clock())
        await round_series.pause(session, series, note="Umbau", by="x", at=engine.clock())
    cycles = TemporalCycles(client, "Europe/Berlin", queue, ROUNDS)
    assert await cycles.set_up_all(engine.db) == 1
    assert await cycles.set_up_all(engine.db) == 0
    state = await cycles.state(series.id)
    assert state is not None
    assert (state.paused, state.note) == (True, "Umbau")
    assert {at.month for at in state.next_runs} <= {3, 4, 6, 7, 9, 10, 12, 1}

    async with engine.db.write() as session:
        await round_series.resume(session, series)
    await cycles.resume(series.id)
    work = round_work(engine.wiring, engine.messenger, lambda: None, engine.clock)
    async with round_worker(client, work, queue):
        await client.get_schedule_handle(names.series_id(series.id)).trigger()
        for _ in range(100):
            async with engine.db.read() as session:
                known = await round_series.load(session, series.id)
            if known is not None and known.last_code:
                break
            await asyncio.sleep(0.1)
    assert known is not None
    assert known.last_code == "nobody_to_ask"
    async with engine.db.write() as session:
        await round_series.end(session, series, engine.clock())
    await cycles.set_up_all(engine.db)
    assert await cycles.state(series.id) is None


async def test_the_schedule_of_a_declared_series_follows_each_publication(engine: Engine) -> None:
    plan = await RoundTown(engine.town).plan(roles=("nobody",))
    one = Declared(series_id("town", "a"), plan, QUARTERLY, 5)
    cycles = TemporalCycles(engine.env.client, "Europe/Berlin", f"{engine.queue}-rounds", ROUNDS)

    async def publish(*wanted: Declared) -> int:
        async with engine.db.write() as session:
            await round_series.declare(session, wanted, engine.clock())
        return await cycles.set_up_all(engine.db)

    assert await publish(one) == 1
    assert await publish(one) == 0
    today = local_date(engine.clock(), ZoneInfo("Europe/Berlin"))
    later = replace(one, cycle=QUARTERLY.model_copy(update={"day": 15, "until": date(today.year + 1, 12, 31)}))
    assert await publish(later) == 0
    state = await cycles.state(one.id)
    assert state is not None
    assert list(state.next_runs) == next_openings(later.cycle, datetime.now(UTC), ZoneInfo("Europe/Berlin"), 10)
    assert {at.astimezone(ZoneInfo("Europe/Berlin")).day for at in state.next_runs} == {15}

    await cycles.delete(one.id)  # Temporal's data were lost
    assert await cycles.set_up_all(engine.db) == 1
    assert await publish() == 0
    assert await cycles.state(one.id) is None
