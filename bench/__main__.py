"""Everything `make bench` measures, on one stack, in one run: ours and the bare skeleton in turn."""

import argparse
import os
import platform
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

import httpx2
from temporalio.client import Client

from bench import advance, skeleton
from bench.answers import Act, Answers, updates
from bench.browser import Browser
from bench.measuring import Figures, at_once, load, processor, ratios
from bench.real import RealIdeas
from bench.stack import BenchStack
from contracts import names
from tests.workflow.test_real import actions
from umlauf.messenger import TemporalMessenger
from umlauf.running import run_async
from umlauf.temporal import connect

IN_FLIGHT = 10


@dataclass(frozen=True)
class Size:
    """How much is measured; the quick one shows that it works."""

    rounds: int
    ideas: int
    answers: int


WHOLE, QUICK = Size(rounds=5, ideas=60, answers=40), Size(rounds=2, ideas=20, answers=10)


@dataclass
class Rates:
    """One side's ideas: how many a second, and what they cost."""

    rate: Figures = field(default_factory=Figures)
    with_mail: Figures = field(default_factory=Figures)
    server: Figures = field(default_factory=Figures)  # ms of processor time an idea
    worker: Figures = field(default_factory=Figures)


@dataclass
class Bench:
    """One stack under measurement."""

    stack: BenchStack
    client: Client
    ideas: RealIdeas
    size: Size
    rows: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, what: str, figure: str) -> None:
        self.rows.append((what, figure))
        print(f"  {what:<58} {figure}", flush=True)

    async def costs(self) -> None:
        """Events and billable actions of one idea, each step in peace and all steps at once."""
        for pause, said in ((False, "at full speed"), (True, "with time between the steps")):
            case_id = await self.ideas.whole(pause)
            await self.ideas.calm()
            course = self.client.get_workflow_handle(names.course_id(case_id))
            events = [event async for event in course.fetch_history_events()]
            self.tell(f"events, billable actions of an idea {said}", f"{len(events)}, {actions(events)}")

    async def rates(self) -> None:
        """Ideas a second, in turn."""
        ours, bare = Rates(), Rates()
        for _ in range(self.size.rounds):
            await self._rate(bare, "bare", lambda: skeleton.whole(self.client, f"bare-{uuid4().hex}"))
            await self._rate(ours, "worker", self.ideas.whole)
        compared = ratios(ours.rate, bare.rate)
        self.tell(f"ideas/s, {IN_FLIGHT} in flight: bare skeleton", bare.rate.told())
        self.tell("ideas/s: ours, to the decision", ours.rate.told())
        self.tell("ideas/s: ours, to the last mail", ours.with_mail.told())
        self.tell("ours / bare (aim ≥ 0.6, never below 0.45)", compared.told(2, "×"))
        told = f"{self.ideas.busy}, {self.ideas.pending}"
        self.tell("database busy, verdicts later than five seconds", told)
        for side, said in ((bare, "bare"), (ours, "ours")):
            self.tell(f"processor ms an idea, {said}: server, worker", f"{side.server.told(0)}, {side.worker.told(0)}")

    async def _rate(self, side: Rates, worker: str, one: Act) -> None:
        pids = self.stack.parts["temporal"].pid, self.stack.parts[worker].pid
        before, started = [processor(pid) for pid in pids], perf_counter()
        await at_once([one] * self.size.ideas, IN_FLIGHT)
        side.rate.add(self.size.ideas / (perf_counter() - started))
        await self.ideas.calm()
        side.with_mail.add(self.size.ideas / (perf_counter() - started))
        used = [(processor(pid) - old) * 1000 / self.size.ideas for pid, old in zip(pids, before, strict=True)]
        side.server.add(used[0])
        side.worker.add(used[1])

    async def latencies(self) -> None:
        """An answer by link against a bare Update, in turn, alone and several at once."""
        async with httpx2.AsyncClient(timeout=60) as client:
            browser = Browser()
            answers = Answers(self.ideas, client, browser, set())
            for many in (1, IN_FLIGHT):
                ours, bare = Figures(), Figures()
                for _ in range(self.size.rounds):
                    forms = await answers.forms(self.size.answers)
                    courses = await updates(self.client, self.size.answers)
                    bare.add(median(await at_once(courses, many)) * 1000)
                    ours.add(median(await at_once(forms, many)) * 1000)
                    await self.ideas.calm()
                said = "alone" if many == 1 else f"{many} in flight"
                self.tell(f"bare Update, {said}, ms", bare.told())
                self.tell(f"answer by link, {said}, ms", ours.told())
                self.tell("answer / bare Update (aim ≤ 2)", ratios(ours, bare).told(2, "×"))
            browser.close()


@asynccontextmanager
async def prepared(size: Size) -> AsyncIterator[Bench]:
    """A stack that has warmed up."""
    with tempfile.TemporaryDirectory() as folder:
        async with BenchStack(Path(folder)) as stack:
            client = await connect("bench", environment={"TEMPORAL_ADDRESS": stack.address})
            ideas = RealIdeas(stack, TemporalMessenger(client, stack.db))
            await ideas.meet()
            await at_once([ideas.whole] * 5, 5)
            await at_once([lambda: skeleton.whole(client, f"bare-{uuid4().hex}")] * 5, 5)
            await ideas.calm()
            yield Bench(stack, client, ideas, size)


async def main(size: Size) -> None:
    """Prints the table; figures are the median of the rounds, in brackets the lowest and the highest."""
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load before {load()}, {size}")
    async with prepared(size) as bench:
        await bench.costs()
        await bench.rates()
        await bench.latencies()
        print(f"  {'load after':<58} {load()}")
    advance.main()


if __name__ == "__main__":
    given = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    given.add_argument("--quick", action="store_true", help="few rounds: whether it works, not how fast")
    run_async(main(QUICK if given.parse_args().quick else WHOLE))
