"""Waiting for a free connection: in order, not for ever, and not at all behind a database that is away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from storage.engine import CONNECTIONS, PATIENCE, Database
from storage.errors import StorageUnavailable
from storage.gate import Gate

MANY = 50


class Visit:
    """Somebody who takes a place, and leaves it when told to, or with an error."""

    def __init__(self, gate: Gate, came: list[str], name: str) -> None:
        self.leave: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(self._take(gate, came, name))

    async def _take(self, gate: Gate, came: list[str], name: str) -> None:
        async with gate.place():
            came.append(name)
            await self.leave


async def rest() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_whoever_waits_longest_is_next() -> None:
    gate, came = Gate(1, 5), list[str]()
    visits = [Visit(gate, came, name) for name in "abc"]
    await rest()
    visits[0].leave.set_result(None)
    visits.append(Visit(gate, came, "late"))  # comes in the moment in which the place is given on
    for visit in visits[1:]:
        visit.leave.set_result(None)
    await asyncio.gather(*(visit.task for visit in visits))
    assert came == ["a", "b", "c", "late"]


async def test_patience_ends_and_no_place_is_lost() -> None:
    gate, came = Gate(1, 0.01), list[str]()
    held = Visit(gate, came, "held")
    await rest()
    with pytest.raises(StorageUnavailable) as unavailable:
        async with gate.place():
            pass
    assert unavailable.value.reason == "busy"
    held.leave.set_result(None)
    await held.task
    async with gate.place():
        pass


async def test_whoever_is_cancelled_just_when_it_is_their_turn_gives_the_place_on() -> None:
    gate, came = Gate(1, 5), list[str]()
    held, gone, last = (Visit(gate, came, name) for name in ("held", "gone", "last"))
    await rest()
    held.leave.set_result(None)
    await asyncio.sleep(0)
    gone.task.cancel()
    last.leave.set_result(None)
    await asyncio.gather(held.task, last.task)
    with suppress(asyncio.CancelledError):
        await gone.task
    async with asyncio.timeout(20), gate.place():
        pass


async def test_a_database_that_is_away_keeps_nobody_waiting() -> None:
    gate, came = Gate(1, 5), list[str]()
    held, waiting = Visit(gate, came, "held"), Visit(gate, came, "waiting")
    await rest()
    held.leave.set_exception(StorageUnavailable("away"))
    told = await asyncio.gather(held.task, waiting.task, return_exceptions=True)
    assert [getattr(one, "reason", "") for one in told] == ["away", "away"]
    async with gate.place():
        pass


@pytest.mark.parametrize("reason", ["locked", "slow", "away"])
async def test_what_befell_one_is_not_told_to_others_while_the_database_answers(reason: str) -> None:
    gate, came = Gate(2, 5), list[str]()
    unlucky, well, waiting, next_one = (Visit(gate, came, name) for name in ("unlucky", "well", "waiting", "next"))
    await rest()
    well.leave.set_result(None)
    await well.task
    unlucky.leave.set_exception(StorageUnavailable(reason))
    for visit in (waiting, next_one):
        visit.leave.set_result(None)
    told = await asyncio.gather(unlucky.task, waiting.task, next_one.task, return_exceptions=True)
    assert [getattr(one, "reason", "") for one in told] == [reason, "", ""]


class Line:
    """The way to a server, that can be cut so that nothing arrives and nobody is told."""

    def __init__(self, socket: str) -> None:
        self.socket, self.open, self.pumps = socket, asyncio.Event(), set[asyncio.Task[None]]()
        self.open.set()

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_unix_connection(self.socket)
        for one in (self._pump(reader, there[1]), self._pump(there[0], writer)):
            self.pumps.add(asyncio.create_task(one))

    async def _pump(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                await self.open.wait()
                to.write(data)
                await to.drain()
        to.close()


@asynccontextmanager
async def behind_a_line(url: str) -> AsyncIterator[tuple[Database, Line]]:
    parsed = make_url(url)
    line = Line(f"{parsed.query['host']}/.s.PGSQL.{parsed.port or 5432}")
    server = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    db = Database(parsed.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False))
    try:
        yield db, line
    finally:
        line.open.set()
        await db.close()
        server.close()
        for pump in line.pumps:
            pump.cancel()


async def sleep(db: Database, seconds: float) -> str:
    """Empty, or why it could not."""
    try:
        async with db.read() as session:
            await session.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
    except StorageUnavailable as unavailable:
        return unavailable.reason
    return ""


@pytest.mark.postgres
async def test_more_than_there_are_connections_wait_and_nobody_is_sent_away(new_postgres: Callable[[], str]) -> None:
    db = Database(new_postgres())
    told = await asyncio.gather(*(sleep(db, 0.3) for _ in range(MANY)))
    async with db.read() as session:
        mine = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        connections = (await session.execute(mine)).scalar_one()
    await db.close()
    assert told == [""] * MANY  # in turn, for longer than the second they were given once
    assert connections <= CONNECTIONS


@pytest.mark.impatient
@pytest.mark.postgres
async def test_a_server_that_falls_silent_is_noticed_by_all_who_wait(new_postgres: Callable[[], str]) -> None:
    async with behind_a_line(new_postgres()) as (db, line):
        for _ in range(20):  # on a busy machine connecting takes longer than a server is given
            if not any(await asyncio.gather(*(sleep(db, 0) for _ in range(MANY)))):
                break
        line.open.clear()
        began = time.monotonic()
        told = await asyncio.gather(*(sleep(db, 0) for _ in range(MANY)))
        took = time.monotonic() - began
        print(f"\n{MANY} at once at a silent server were told after {took:.1f} s")
        assert told == ["away"] * MANY
        assert took < PATIENCE
        line.open.set()
        for _ in range(20):
            if not await sleep(db, 0):
                return
        raise AssertionError("it did not come back")
