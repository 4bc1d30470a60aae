"""Two APIs and three workers on one PostgreSQL, restarted one after the other while people are at it."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from proof.crowd import Crowd
from proof.figures import load, table
from proof.front import Front
from proof.test_kills import Trial, each_answer_counts_once
from proof.town import doubled, quiet, states, whole_records
from tests.e2e.people import CLERK
from tests.e2e.stack import HOST, Stack, free_ports
from tests.e2e.waiting import PATIENCE, until
from umlauf.part import Part, wait_until_open

IDEAS, ROUNDS = 40, 2


@pytest.mark.postgres
async def test_a_rolling_restart_loses_nothing_and_answers_nothing_with_an_error(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    ports = free_ports(2)
    stack = Stack(tmp_path, database_url=new_postgres(), extra={"UMLAUF_PORT": str(ports[0])})
    front = Front(ports)
    async with front.listening(stack.port), stack, several(stack, ports) as parts:
        trial, token = Trial(stack), await stack.token(CLERK, service=True)
        began, front.nobody = time.monotonic(), 0  # both listen by now
        crowd = Crowd(stack)
        async with crowd.living():
            coming = asyncio.create_task(come_in(trial, token))
            restarts = 0
            while restarts < ROUNDS or not coming.done():
                for name, part in parts.items():
                    await part.stop()
                    await again(stack, name, part, ports)
                restarts += 1
            await coming
            under_way = time.monotonic() - began
            settling = await quiet(stack, 600)
        answered, slow = answers(stack)
        numbers = {row[0] for row in await stack.rows("SELECT number FROM cases")}
        assert numbers == set(trial.accepted)
        assert sorted(trial.accepted.values()) == list(range(IDEAS)), "Each came in once."
        # A machine that does much else makes the database slower than our patience; that is no matter of restarts.
        assert sum(n for status, n in answered.items() if status >= 500) == answered[503] == slow
        assert front.nobody == 0
        assert doubled(stack) == []
        await each_answer_counts_once(stack)
        assert await stack.rows("SELECT id FROM inbox WHERE parked_at IS NOT NULL") == []
        table(
            "Rolling restart, two APIs and three workers on PostgreSQL",
            {
                "ideas": f"{len(trial.accepted)} ({trial.received} received and recorded later)",
                "restarts": f"{restarts} of each of the five",
                "under way, then settling": f"{under_way:.0f} s, {settling:.0f} s",
                "answers by status": dict(sorted(answered.items())),
                "503 since the database was slower than two seconds": slow,
                "connections by API": sorted(front.taken.values()),
                "requests cut off": front.cut,
                "submitted again, visits repeated": f"{trial.repeated}, {crowd.retries}",
                "ended": await states(stack),
                "records unbroken": await whole_records(stack),
                "mails": f"{len(stack.caught.all())}, none twice",
                "load": load(),
            },
        )


async def come_in(trial: Trial, token: str) -> None:
    """Four at a time, for as long as the restarts go on."""
    for first in range(0, IDEAS, 4):
        await asyncio.gather(*(trial.submit(token, i) for i in range(first, min(first + 4, IDEAS))))
        await asyncio.sleep(1)


@asynccontextmanager
async def several(stack: Stack, ports: list[int]) -> AsyncIterator[dict[str, Part]]:
    """Two more workers and one more API, beside those of the stack; all five by name."""
    another = {**stack.environment, "UMLAUF_PORT": str(ports[1])}
    more = {
        "worker-2": Part("worker-2", [*stack.command, "worker"], stack.logs, stack.environment),
        "worker-3": Part("worker-3", [*stack.command, "worker"], stack.logs, stack.environment),
        "api-2": Part("api-2", [*stack.command, "api"], stack.logs, another),
    }
    try:
        for name, part in more.items():
            await again(stack, name, part, ports)
        parts = {"worker": stack.parts["worker"], "api": stack.parts["api"], **more}
        yield {name: parts[name] for name in ("worker", "api", "worker-2", "api-2", "worker-3")}
    finally:
        for part in more.values():
            await part.stop()


async def again(stack: Stack, name: str, part: Part, ports: list[int]) -> None:
    """Starts it; back when it does its work."""
    before = started(part)
    await part.start()
    if name.startswith("api"):
        await wait_until_open(HOST, ports[name == "api-2"], PATIENCE)
        return

    async def works() -> bool:
        return started(part) > before

    await until(works, lambda: f"{name} does not start")


def started(part: Part) -> int:
    """How often a worker has begun to work."""
    return part.log.read_text(encoding="utf-8").count("worker.started") if part.log.exists() else 0


def answers(stack: Stack) -> tuple[Counter[int], int]:
    """How often each status was answered, by the logs of both APIs over all their lives; how often for want of data."""
    found: Counter[int] = Counter()
    slow = 0
    for log in stack.logs.glob("api*.log"):
        for line in log.read_text(encoding="utf-8").splitlines():
            said = json.loads(line) if line.startswith("{") else {}
            slow += said.get("event") == "storage_unavailable"
            if said.get("event") == "request" and said["route"] != "/health/ready":
                found[said["status"]] += 1
    return found, slow
