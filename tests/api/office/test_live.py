"""Server-sent events of the board, by a real client over a real connection."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx2
import pytest
import uvicorn

from api.app import create_app
from api.live import Changes
from api.services import Services
from storage.errors import StorageUnavailable
from storage.queries import board_counts
from tests.api.city import City
from tests.api.conftest import SITE
from tests.api.office.conftest import signed_in
from tests.e2e.stack import HOST, free_ports
from umlauf.listening import ListeningServer

CHANGES = "/office/board/changes"


@dataclass
class House:
    """The API on a real port."""

    server: ListeningServer
    services: Services
    client: httpx2.AsyncClient
    running: "asyncio.Task[None]"

    async def stops(self) -> None:
        self.server.should_exit = True
        await self.running


@asynccontextmanager
async def house(city: City, **changes: float) -> AsyncIterator[House]:
    (port,) = free_ports(1)
    url = f"http://{HOST}:{port}"
    live = Changes(**{"every": 0.02, "quiet": 5.0, **changes})  # type: ignore[arg-type]
    services = replace(city.services, site=replace(SITE, base_url=url), changes=live)
    app = create_app(services)
    config = uvicorn.Config(app, host=HOST, port=port, log_config=None, lifespan="off", timeout_graceful_shutdown=20)
    server = ListeningServer(config, live)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx2.AsyncClient(base_url=url, headers={"Accept-Language": "de"}, timeout=20) as client:
        found = House(server, services, await signed_in(client, city), running)
        try:
            yield found
        finally:
            await found.stops()


async def mark(city: City) -> str:
    async with city.db.read() as session:
        return (await board_counts.mark(session)).text


async def event(lines: AsyncIterator[str]) -> dict[str, str]:
    """The next event; words that only keep the connection are passed over."""
    found: dict[str, str] = {}
    async for line in lines:
        if not line and "data" in found:
            return found
        name, _, value = line.partition(": ")
        if name:
            found[name] = value
    raise AssertionError("the stream ended")


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


@pytest.mark.timeout(150)
async def test_a_change_is_told_by_the_names_of_its_columns_and_nothing_else(city: City) -> None:
    case_id = await city.idea()
    async with house(city) as here, here.client.stream("GET", f"{CHANGES}?since={await mark(city)}") as told:
        assert told.headers["content-type"].startswith("text/event-stream")
        assert told.headers["cache-control"] == "no-store"
        await city.office(case_id, "accepted", public=True)

        found = await event(told.aiter_lines())

        assert (found["event"], found["data"]) == ("changed", "intake review")
        assert found["id"] == await mark(city)
        for personal in (case_id, (await city.case(case_id)).number, "jana", "@"):
            assert personal not in repr(found)


@pytest.mark.timeout(150)
async def test_what_happened_while_the_process_was_away_is_told_by_the_next_one(city: City) -> None:
    case_id = await city.idea()
    seen = await mark(city)
    async with house(city) as here, here.client.stream("GET", f"{CHANGES}?since={seen}"):
        pass
    await city.office(case_id, "accepted", public=True)

    async with house(city) as again:
        headers = {"Last-Event-ID": seen}  # as browsers send it when they come again
        async with again.client.stream("GET", f"{CHANGES}?since=older", headers=headers) as told:
            assert (await event(told.aiter_lines()))["data"] == "intake review"


@pytest.mark.timeout(150)
async def test_the_server_stops_at_once_though_somebody_listens(city: City) -> None:
    async with house(city) as here, here.client.stream("GET", f"{CHANGES}?since={await mark(city)}") as told:
        lines = told.aiter_lines()
        await anext(lines)
        started = asyncio.get_running_loop().time()

        await here.stops()

        assert asyncio.get_running_loop().time() - started < 15  # not the 20 seconds it may wait for answers under way
        assert [line async for line in lines if line and not line.startswith(":")] == []  # ended, not cut off
        assert here.services.changes.listening == 0


@pytest.mark.timeout(150)
async def test_there_are_so_many_places_and_whoever_leaves_gives_theirs_back(city: City) -> None:
    async with house(city, most=3, each=2) as here:
        live, way = here.services.changes, f"{CHANGES}?since={await mark(city)}"
        async with here.client.stream("GET", way) as one:
            first = one.aiter_lines()  # kept: a stream nobody holds any more is closed
            await anext(first)
            async with here.client.stream("GET", way) as two:
                second = two.aiter_lines()
                await anext(second)
                assert live.listening == 2
                refused = await here.client.get(way)
                assert refused.status_code == 503
        await until(lambda: live.listening == 0)
        async with here.client.stream("GET", way) as again:
            assert again.status_code == 200


@pytest.mark.timeout(150)
async def test_who_listens_holds_no_connection_and_nobody_looks_when_nobody_listens(city: City) -> None:
    async with house(city, every=0.01, quiet=0.05) as here:
        looks = Looks()
        changes = here.services.changes
        with changes.seat(looks, "a"), changes.seat(looks, "b"):
            await until(lambda: looks.done >= 3)
            assert looks.most == 1  # one looks for all
        before = looks.done
        await asyncio.sleep(0.05)
        assert looks.done == before
        async with here.client.stream("GET", f"{CHANGES}?since={await mark(city)}") as told:
            lines = told.aiter_lines()
            assert ": still here" in [await anext(lines) for _ in range(4)]  # quiet, and still alive


@pytest.mark.timeout(150)
async def test_a_database_that_is_away_ends_nothing(city: City) -> None:
    changes, looks = Changes(every=0.01, quiet=5), Looks(away=2)
    with changes.seat(looks, "a"):
        words = changes.words("intake:0.0")
        assert [await anext(words), (await anext(words)).split("\n")[2]] == ["retry: 3000\n\n", "data: intake"]
    assert looks.done >= 3


@pytest.mark.timeout(150)
async def test_a_place_is_for_some_minutes_and_no_session_is_lengthened_by_it(city: City) -> None:
    async with house(city, lasts=0.1, quiet=0.05) as here:
        city.clock.later(hours=11)
        assert (await here.client.get(f"{CHANGES}?since={await mark(city)}")).status_code == 200  # it ended by itself
        city.clock.later(hours=2)
        assert (await here.client.get(CHANGES)).status_code == 303


class Looks:
    """Looks at a board on which nothing happens, and counts."""

    def __init__(self, away: int = 0) -> None:
        self.done = self.now = self.most = 0
        self.away = away

    async def __call__(self) -> board_counts.Mark:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        self.done += 1
        if self.done <= self.away:
            raise StorageUnavailable("away")
        return board_counts.Mark({"intake": "1.1"})
