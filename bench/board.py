"""The board with many open ideas, on PostgreSQL: how long the server takes for its page, and how that grows.

`python -m bench.board`: 1,000 and 10,000 open ideas in turn, `--quick` for half of that. Promised: p95 of the page
with 10,000 within 100 ms; a step that takes a limited place costs at most 1.2 times as much at ten times the ideas.
A limit of work under way keeps what is under way small, however many wait: so the step is measured where as many are
in review and decision at both sizes, and once more where nobody ever kept the limit and ten times as many are.
"""

import argparse
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any, cast
from uuid import uuid4

import httpx2
import structlog
from sqlalchemy import text

from bench.measuring import Figures, load, ratios
from contracts.course import Note
from domain.advance import advance
from domain.case import Case
from domain.limits import Limits
from kit.i18n import Catalogues
from kit.templating import Templates
from storage import inbox, limits, processes, sessions, sql
from storage.engine import Database
from storage.limits import Board
from storage.mapping import COLLECTIONS, gist, to_values
from storage.record import record_step
from storage.tables import CaseRow
from tests.api.apps import app_on
from tests.api.city import MORNING, City, Clock
from tests.api.conftest import ROOT, SITE, a_city, seed
from tests.builders import AnIdea, a_happening, an_idea
from tests.postgres import _sql, _start
from tests.storage.town import write_letters
from umlauf.running import run_async

PAGES, STEPS, ROUNDS = 40, 20, 3
UNDER_WAY = 120  # ideas in review and decision, where limits are kept
FEW, MANY = 1_000, 10_000


@dataclass
class Town:
    """One database with so many open ideas, and a browser that is signed in."""

    city: City
    client: httpx2.AsyncClient
    shells: list[str]  # ideas that wait for triage

    async def page(self) -> tuple[float, float]:
        """The board once: seconds by the clock, and of the processor."""
        began, used = perf_counter(), process_time()
        answer = await self.client.get("/office/board")
        assert answer.status_code == 200
        assert 'class="card"' in answer.text
        return perf_counter() - began, process_time() - used

    async def step(self) -> float:
        """One idea taken up, which takes a place in a stage that has a limit: seconds."""
        case_id, by = self.shells.pop(), self.city.people["jana.petersen"]
        happening = a_happening("accepted", by, "office", MORNING, uuid4().hex, public=True)
        async with self.city.db.write() as session:
            await inbox.put(session, case_id, happening)
        began = perf_counter()
        note = Note(case_id, happening.id, MORNING.timestamp())
        facts = await record_step(self.city.db, note, advance, write_letters)
        assert facts.verdict == "done"
        return perf_counter() - began


async def town(url: str, count: int, under_way: int | None = None) -> Town:
    """A fresh database with the example's rules and people, and so many open ideas in all stages.

    With `under_way`, so many of them are in review or wait for a decision, and all others before, between or after.
    """
    await seed(url)
    db = Database(url)
    templates = Templates(ROOT / "templates", Catalogues(ROOT / "locales"))
    city = await a_city(db, Clock(MORNING), templates, plain=True)
    by, token = city.people["jana.petersen"], "a token"
    shells = await fill(city, count, under_way)
    async with db.write() as session:
        await sessions.begin(session, _hashed(token), by, at=MORNING, lasts=timedelta(hours=12))
        board = Board(Limits(stages={"review": 9_999}, roles={"reviewer": 9_999}, person=9_999))
        await limits.put(session, board, number=0, at=MORNING, by=by)
    await _analysed(db)
    transport = httpx2.ASGITransport(app=app_on(city.services))
    client = httpx2.AsyncClient(transport=transport, base_url=SITE.base_url, cookies={"umlauf_session": token})
    return Town(city, client, shells)


def _hashed(token: str) -> str:
    from api.office.door import hashed

    return hashed(token)


async def _analysed(db: Database) -> None:
    """As the server's own upkeep leaves it."""
    with suppress(Exception):
        async with db._kept._writing.connect() as connection:  # type: ignore[union-attr] # outside a transaction
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE"))


async def fill(city: City, count: int, under_way: int | None) -> list[str]:
    """Copies of a few ideas that the real rules led to their stages; ids of those that wait for triage."""
    async with city.db.read() as session:
        process = await processes.current_hash(session) or ""
    made = [replace(one.case, process=process) for one in models()]
    resting = [model for model in made if model.stage not in ("review", "decision")]
    shells: list[str] = []
    left = count if under_way is None else under_way
    rows: dict[Any, list[Mapping[str, Any]]] = {}
    for number in range(count):
        model = made[number % len(made)]
        if model.stage in ("review", "decision"):
            model, left = (model, left - 1) if left > 0 else (resting[number % len(resting)], left)
        case_id = uuid4().hex
        shells += [case_id] if model.stage == "intake" else []
        for table, values in rows_of(city, model, case_id, number):
            rows.setdefault(table, []).append(values)
    async with city.db.write() as session:
        for table in [CaseRow, *(row for _, row in COLLECTIONS.values())]:
            found = rows.get(table, [])
            for start in range(0, len(found), 500):
                await sql.insert(session, cast("Any", table), found[start : start + 500])
    return shells


def models() -> Iterator[AnIdea]:
    yield an_idea().submitted()
    yield an_idea().in_review()
    yield an_idea().reviewed()
    yield an_idea().deciding()
    yield an_idea().committed()
    yield an_idea().taken_over(("ole", "2027-03-01"), project="in_progress")


def rows_of(city: City, model: Case, case_id: str, number: int) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """The case's rows under ids of their own; people of the tests' stories are people of the example."""
    known = list(city.people.values())

    def own(value: Any, name: str) -> Any:
        people = ("person", "owner", "by", "submitter")
        return known[number % 7] if name in people and value not in ("clock", "") else value

    case = {name: own(value, name) for name, value in to_values(model).items()}
    more = gist(replace(model, number=f"2026-{number:05}"))
    yield CaseRow, case | more | {"id": case_id, "number": f"2026-{number:05}", "revision": 1, "wake": None}
    for collection, (_, row) in COLLECTIONS.items():
        for place, item in enumerate(getattr(model, collection)):
            values = {name: own(value, name) for name, value in to_values(item).items()}
            places = {name: f"{case_id[:20]}{values[name]}"[:80] for name in ("id", "task") if values.get(name)}
            yield row, values | places | {"case_id": case_id, "position": place}


async def measure(few: int, many: int) -> None:
    """Both sizes in turn, so that whatever else the machine does disturbs them alike."""
    with _start() as server:
        for under_way in (UNDER_WAY, None):
            towns = [await town(new_database(server), n, under_way) for n in (few, many)]
            said = f"{under_way} of them in limited places" if under_way else "a third of them in limited places"
            await _measure(towns, (few, many), said, pages=under_way is None)
            for one in towns:
                await one.client.aclose()
                await one.city.db.close()


async def _measure(towns: list[Town], sizes: tuple[int, int], said: str, *, pages: bool) -> None:
    looks: list[list[float]] = [[], []]
    used, steps = [Figures(), Figures()], [Figures(), Figures()]
    for each in towns:
        await each.page()  # templates are read once
        await each.step()
    for _ in range(ROUNDS):
        for which, one in enumerate(towns):
            seen = [await one.page() for _ in range(PAGES if pages else 2)]
            looks[which] += [took for took, _ in seen]
            used[which].add(1000 * sum(cpu for _, cpu in seen) / len(seen))
            steps[which].add(1000 * sum([await one.step() for _ in range(STEPS)]) / STEPS)
    for which, size in enumerate(sizes):
        if pages:
            p95 = 1000 * quantiles(looks[which], n=20)[-1]
            middle = 1000 * quantiles(looks[which], n=2)[0]
            page = f"page p95 {p95:.0f} ms, median {middle:.0f} ms, {used[which].told(1, ' ms')} of processor"
            print(f"{size} open ideas, {said}: {page}")
        print(f"{size} open ideas, {said}: a step that takes one more {steps[which].told(1, ' ms')}")
    if pages:
        print(f"page at ten times the ideas: {ratios(used[1], used[0]).told(2, '×')} of processor time")
    print(f"step at ten times the ideas, {said}: {ratios(steps[1], steps[0]).told(2, '×')}")
    print(f"load {load()}")


def new_database(server: Any) -> str:
    name = f"board_{uuid4().hex[:12]}"
    _sql(server, f"CREATE DATABASE {name}")
    socket = cast("str", server.get_uri(name)).partition("?host=")[2]
    if socket:
        return f"postgresql+asyncpg://postgres@/{name}?host={socket}"
    return cast("str", server.get_uri(name)).replace("postgresql://", "postgresql+asyncpg://")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half of the ideas")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    part = 2 if given.quick else 1
    run_async(measure(FEW // part, MANY // part))


if __name__ == "__main__":
    main()
