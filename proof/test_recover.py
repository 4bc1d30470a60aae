"""Temporal's data is gone: `recover` gives every open case its course again, and nothing is sent twice."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contracts import names
from proof.crowd import Crowd
from proof.figures import load, table
from proof.town import bring_ideas, counts, database_of, doubled, quiet, running, states, temporal_of, whole_records
from tests.e2e import people
from tests.e2e.caught import link_in
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack

IDEAS = 30


async def test_recover_gives_every_open_case_its_course_again(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url) as stack:
        numbers = await bring_ideas(stack, IDEAS)
        await at_different_stages(stack, numbers)
        await quiet(stack, 60, undecided=False)
        before, stages = await counts(stack), await states(stack)
        await lose_temporal(stack)
        began = time.monotonic()
        first = await stack.umlauf("recover")
        took = time.monotonic() - began
        await courses_are_those_of_open_cases(stack)
        await asyncio.sleep(3)
        assert await counts(stack) == before
        assert await states(stack) == stages
        second = await stack.umlauf("recover")
        assert await counts(stack) == before
        await all_go_on(stack)
        done = await counts(stack)
        third = await stack.umlauf("recover")
        await asyncio.sleep(3)
        assert await counts(stack) == done
        assert doubled(stack) == []
        table(
            f"Recover after Temporal's data is lost, {database_of(stack)}",
            {
                "cases": f"{IDEAS} ({stages})",
                "recover": f"{took:.1f} s, start of the command included",
                "first run": first,
                "again, beside living courses": second,
                "again, when all are decided": third,
                "mails before, after": f"{before['mails caught']}, {done['mails caught']}, none twice",
                "ended": await states(stack),
                "records unbroken": await whole_records(stack),
                "load": load(),
            },
        )


async def at_different_stages(stack: Stack, numbers: list[str]) -> None:
    """Ten wait at triage; the others are in review, prioritised, deferred, or wait for their decision."""
    async with at_the_desk(stack) as clerk:
        for i, number in enumerate(numbers[10:], 10):
            await clerk.do(number, "accept", {"public": "yes"})
            letters = await stack.letters("review_asked", number, count=2)
            for mail in letters[: 1 if i < 16 else 2]:
                await people.review(stack, link_in(mail))
            if 20 <= i < 23:
                until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
                await clerk.do(number, "defer", {"until": until, "public_reason": "Später."})
            if i >= 23:
                await clerk.put_forward(number)


async def lose_temporal(stack: Stack) -> None:
    """Everything stops, and nothing is left of Temporal's file."""
    for name in ("api", "worker", "temporal"):
        await stack.parts[name].stop()
    for file in stack.folder.glob("temporal.db*"):
        file.unlink()
    for name in ("temporal", "worker", "api"):
        await stack.start(name)
    await stack.ready()
    assert await running(await temporal_of(stack)) == set()


async def courses_are_those_of_open_cases(stack: Stack) -> None:
    """Each open case has one, with its clock set; no other has."""
    client = await temporal_of(stack)
    waking = dict(await stack.rows("SELECT id, wake FROM cases WHERE closed_at IS NULL"))
    async with asyncio.timeout(20):  # what can be listed follows what is, a moment later
        while await running(client) != waking.keys():
            await asyncio.sleep(0.2)
    for case_id, wake in waking.items():
        history = await client.get_workflow_handle(names.course_id(case_id)).fetch_history()
        assert wake is not None
        assert any(event.HasField("timer_started_event_attributes") for event in history.events), case_id


async def all_go_on(stack: Stack) -> None:
    """Who was asked before the loss still answers by the same links, until all but the sleeping are decided."""
    async with at_the_desk(stack) as clerk:
        for (number,) in await stack.rows("SELECT number FROM cases WHERE state = 'deferred'"):
            await clerk.put_forward(number)
    async with Crowd(stack).living():
        await quiet(stack, 150)
