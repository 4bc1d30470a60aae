"""Records the histories anew: `python -m tests.histories.record [NAME…]`. Do so only when old courses may be forgotten.

Histories of releases that are in use stay beside the new ones: add, never replace. Those named `courier_…` are of
release 0.1, whose courses carried their own mail.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from contracts import names
from contracts.course import Note
from contracts.messenger import Letter
from contracts.rounds import SeriesStart
from contracts.survey import CycleStart, WaveCourse, WaveNote
from domain.rounds.words import Fate
from domain.survey.survey import Cycle
from storage import round_series
from storage.migrate import upgrade
from tests.histories import fingerprints
from tests.storage.round_town import RoundTown, prioritised
from tests.workflow.book import Book, Shelf
from tests.workflow.desk import Desk, at_desk, server
from tests.workflow.engine import Engine, running_engine
from tests.workflow.waiting import eventually
from tests.workflow.wave_engine import wave_engine, waves_at_work, without_worker
from umlauf.running import run_async
from umlauf.worker import round_work, round_worker

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


@asynccontextmanager
async def real(env: WorkflowEnvironment) -> AsyncIterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/umlauf.db"
        await upgrade(url)
        async with running_engine(env, url, Path(folder) / "mail") as engine:
            yield engine


async def decided(env: WorkflowEnvironment) -> None:
    """The default process, every mail delivered before the next step."""
    async with real(env) as engine:
        case_id = await engine.decided(pause=True)
        await keep("decided", engine.handle(case_id))


async def withdrawn(env: WorkflowEnvironment) -> None:
    async with real(env) as engine:
        case_id = await engine.in_review()
        assert await engine.bring(case_id, "withdrawn", "ute") == "done"
        await engine.handle(case_id).result()
        await keep("withdrawn", engine.handle(case_id))


async def reminded(env: WorkflowEnvironment) -> None:
    """Weeks pass: reminders, then the office is told."""
    async with real(env) as engine:
        case_id = await engine.in_review()
        await engine.days_pass(case_id, 60)
        await keep("reminded", engine.handle(case_id))


async def deferred(env: WorkflowEnvironment) -> None:
    async with real(env) as engine:
        case_id = await engine.in_review()
        await engine.answered_by_all(case_id)
        until = (engine.clock() + timedelta(days=90)).date().isoformat()
        assert await engine.bring(case_id, "deferred", "olga", until=until, public_reason="Später") == "done"
        await engine.days_pass(case_id, 100)
        await keep("deferred", engine.handle(case_id))


async def database_away(env: WorkflowEnvironment) -> None:
    left = [5]

    def away(note: Note) -> None:
        if left[0] > 0:
            left[0] -= 1
            raise ConnectionError

    async with course(env, Book(before=away)) as (d, case_id):
        await d.send(case_id, d.book.open(case_id, "submitted")[0], "submitted")
        await eventually(lambda: not d.book.cases[case_id].waiting)
        await keep("database_away", d.handle(case_id))


async def continued(env: WorkflowEnvironment) -> None:
    """Both runs of a course that has grown long."""

    def rule(shelf: Shelf, kind: str, at: float) -> None:
        shelf.wake = at + 86_400
        shelf.waiting.append(str(shelf.seq))

    async with course(env, Book(rule), long=5) as (d, case_id):
        first = d.handle(case_id)
        runs = []
        for i in d.book.open(case_id, *["answered"] * 8):
            await d.send(case_id, i, "answered")
            runs.append((await first.describe()).run_id)
            await asyncio.sleep(0.3)
        await keep("long", env.client.get_workflow_handle(first.id, run_id=runs[0]))
        await keep("continued", env.client.get_workflow_handle(first.id, run_id=runs[-1]))


async def wave(env: WorkflowEnvironment) -> None:
    """A wave from its plan to its answer, with one reminder."""
    async with real(env) as engine, wave_engine(engine) as waves:
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "open")
        await waves.days_pass(wave_id, 15)
        await waves.comes_to(wave_id, "answering")
        topic = {"about": "x", "result": "x", "decision": "x", "reason": "x", "due_on": "2028-01-03"}
        topic["owner"] = engine.town.people["rolf"]
        assert await waves.bring(wave_id, "responded", "rolf", topics=[topic]) == "done"
        await waves.handle(wave_id).result()
        await keep("wave_answered", waves.handle(wave_id))


async def wave_waits(env: WorkflowEnvironment) -> None:
    """Who had to wait is invited later; then it is paused, goes on, and nobody answers those who were asked."""
    async with real(env) as engine, wave_engine(engine) as waves:
        waves.wait_until = engine.clock() + timedelta(days=9)
        wave_id = await waves.planned()
        await waves.starts(wave_id)
        await waves.comes_to(wave_id, "inviting", invited=1)
        assert await waves.bring(wave_id, "paused", reason="x") == "done"
        assert await waves.bring(wave_id, "resumed") == "done"
        await waves.days_pass(wave_id, 9)
        await waves.comes_to(wave_id, "open")
        await waves.days_pass(wave_id, 50)
        await waves.comes_to(wave_id, "answering")
        await keep("wave_overdue", waves.handle(wave_id))


async def wave_database_away(env: WorkflowEnvironment) -> None:
    async with real(env) as engine:
        waves, left = await without_worker(engine), [5]

        def away(note: WaveNote) -> None:
            if left[0] > 0:
                left[0] -= 1
                raise ConnectionError

        waves.before_record = away
        async with waves_at_work(waves):
            letter = await waves.letter()
            while await engine.messenger.bring(letter) is None:
                await asyncio.sleep(0.5)
            await keep("wave_database_away", waves.handle(letter.wave))


async def wave_continued(env: WorkflowEnvironment) -> None:
    """Both runs of a course that has grown long."""
    async with real(env) as engine, wave_engine(engine) as waves:
        letter = await waves.letter()
        start = WaveCourse(letter.wave, long=4)
        first = await env.client.start_workflow(
            names.SURVEY, start, id=names.wave_course_id(letter.wave), task_queue=waves.queue
        )
        runs = [(await first.describe()).run_id]
        assert await engine.messenger.bring(letter) == "done"
        for kind in ("paused", "resumed") * 3:
            words = {"reason": "x"} if kind == "paused" else {}
            assert await waves.bring(letter.wave, kind, **words) == "done"
            runs.append((await waves.handle(letter.wave).describe()).run_id)
            await asyncio.sleep(0.3)
        for name, run in (("wave_long", runs[0]), ("wave_continued", runs[-1])):
            await keep(name, env.client.get_workflow_handle(first.id, run_id=run))


async def round_(env: WorkflowEnvironment) -> None:
    """A round from its announcement to its decision, opened again once, with every idea told."""
    async with real(env) as engine:
        town = RoundTown(engine.town)
        engine.town.now = engine.clock()
        ideas = [await prioritised(engine.town) for _ in range(2)]
        work = round_work(engine.wiring, engine.messenger, lambda: None, engine.clock)
        async with round_worker(env.client, work):
            letter = await town.announced()
            assert await engine.messenger.bring(letter) == "done"
            await comes_to(town, letter.round, "open")
            for kind, given in (("reminded_now", {}), ("closed_early", {})):
                assert await engine.messenger.bring(await town.letter(letter.round, kind, **given)) == "done"
            await comes_to(town, letter.round, "computed")
            last = (await town.plan()).closes_on
            again = await town.letter(letter.round, "reopened", closes_on=last, reason="x")
            assert await engine.messenger.bring(again) == "done"
            await comes_to(town, letter.round, "open")
            for name in ("rita", "rolf", "rosa"):
                assert await town.rate(letter.round, name, ideas[0], benefit=8, complexity=2) == ""
            await town.finish(letter.round, "rita", "rolf", "rosa")
            await engine.messenger.bring(Letter("", "", "finished", round=letter.round))
            await comes_to(town, letter.round, "computed")
            choices = [{"idea": ideas[0], "fate": Fate.PUT_FORWARD}, {"idea": ideas[1], "fate": Fate.LEAVE}]
            said = {"result": 2, "choices": choices, "decider": engine.town.people["dora"]}
            assert await engine.messenger.bring(await town.letter(letter.round, "decided", **said)) == "done"
            handle = env.client.get_workflow_handle(names.round_course_id(letter.round))
            assert await handle.result() == "decided"
            await keep("round_decided", handle)


async def round_cycle(env: WorkflowEnvironment) -> None:
    """One date of a series of rounds."""
    quarterly = Cycle(months=(1, 4, 7, 10), day=1, catch_up_days=14)
    async with real(env) as engine:
        async with engine.db.write() as session:
            plan = await RoundTown(engine.town).plan()
            series = await round_series.add(session, plan, quarterly, 5, by="x", at=engine.clock())
        work = round_work(engine.wiring, engine.messenger, lambda: None, engine.clock)
        async with round_worker(env.client, work):
            run = await env.client.start_workflow(
                names.ROUND_CYCLE, SeriesStart(series.id), id="series-1", task_queue=names.ROUNDS
            )
            await run.result()
            await keep("round_cycle_opened", run)


async def comes_to(town: RoundTown, round_id: str, state: str) -> None:
    """Until it is there, with nothing left to carry out."""
    for _ in range(200):
        if (await town.round(round_id)).state == state and not await town.errands(round_id):
            return
        await asyncio.sleep(0.1)
    raise AssertionError((await town.round(round_id)).state)


async def cycle(env: WorkflowEnvironment) -> None:
    """One date of a schedule."""
    months = {"months": tuple(range(1, 13)), "day": 1}
    async with real(env) as engine, wave_engine(engine, cycle=months) as waves:
        run = await env.client.start_workflow(
            names.FEEDBACK_CYCLE, CycleStart(waves.town.survey), id="cycle-1", task_queue=waves.queue
        )
        await run.result()
        await keep("cycle_opened", run)


@asynccontextmanager
async def course(env: WorkflowEnvironment, book: Book, long: int = 200) -> AsyncIterator[tuple[Desk, str]]:
    async with at_desk(env, book, long=long) as d:
        yield d, f"case{time.time_ns()}"


async def keep(name: str, handle: WorkflowHandle[object, object]) -> None:
    """Without this machine's paths."""
    history = (await handle.fetch_history()).to_json()
    for folder in (sys.prefix, sys.base_prefix, ROOT, "/tmp"):
        history = history.replace(f"{folder}/", "")
    (HERE / f"{name}.json").write_text(json.dumps(json.loads(history), separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{name}: {history.count('eventId')} events")


async def record() -> None:
    kinds: list[Callable[[WorkflowEnvironment], Awaitable[None]]] = [
        decided, withdrawn, reminded, deferred, database_away, continued,
        wave, wave_waits, wave_database_away, wave_continued, cycle, round_, round_cycle,
    ]  # fmt: skip
    async with server() as env:
        for kind in kinds:
            if not sys.argv[1:] or kind.__name__ in sys.argv[1:]:
                await kind(env)
    fingerprints.write()


if __name__ == "__main__":
    run_async(record())
