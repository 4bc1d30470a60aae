"""A series of rounds on a real Temporal server: its schedule is as its rules say, and a date reaches the database."""

import asyncio

from contracts import names
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
