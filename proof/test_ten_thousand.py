"""A wave to 10,000 people while the worker is killed five times: one invitation each, short histories, flat memory."""

import asyncio
import os
import random
import time
from collections import defaultdict
from pathlib import Path

from activities.post_office import CONNECTIONS
from contracts import names
from proof.figures import load, table
from proof.town import database_of, quiet, temporal_of
from storage import invitations
from tests.e2e.caught import message_id
from tests.e2e.people import at_the_desk
from tests.e2e.stack import Stack
from tests.e2e.test_survey import comes_to, morning_comes, planned
from tests.storage.inviting import people_with_addresses

PEOPLE = int(os.environ.get("PROOF_PEOPLE", "10000"))
KILLS = 5
MOST_EVENTS = 600
WARM = 500  # mails after which a worker's memory is compared with itself


async def test_ten_thousand_get_one_invitation_each_whatever_dies(tmp_path: Path, database_url: str) -> None:
    async with Stack(tmp_path, database_url=database_url, extra={"UMLAUF_LOG_LEVEL": "WARNING"}) as stack:
        for there in range(0, PEOPLE, 500):
            await people_with_addresses(stack.db, min(500, PEOPLE - there))
        async with at_the_desk(stack) as clerk:
            path = await planned(clerk)
            await quiet(stack, 60, undecided=False)
            wave = path.rpartition("/")[2]
            began = time.monotonic()
            await morning_comes(stack, path)
            memory = await _killed_again_and_again(stack, wave)
            lasted = time.monotonic() - began
            await comes_to(clerk, path, "Einladungen sind hinausgegangen")
        invited, copies = await _each_got_one(stack, wave)
        events = await _events(stack, wave)
    flat = memory[-1]
    table(
        f"{invited} invitations, {database_of(stack)}",
        {
            "kills": KILLS,
            "from the first day's morning to the last mail": f"{lasted:.0f} s ({invited / lasted:.0f} a second)",
            "copies, each with the same bytes": f"{copies} (at most {KILLS * CONNECTIONS})",
            "events of the wave's course, run by run": f"{events} (at most {MOST_EVENTS} together)",
            "memory of the last worker, MB": f"{flat[0]:.0f} after {WARM} mails, {max(flat):.0f} at most",
            "memory of all workers at most, MB": f"{max(max(life) for life in memory if life):.0f}",
            "load": load(),
        },
    )
    assert 0 < sum(events) <= MOST_EVENTS
    assert max(flat) < 1.3 * flat[0]


async def _killed_again_and_again(stack: Stack, wave: str) -> list[list[float]]:
    """Back when the last mail has gone; each worker's memory while it sent."""
    chance, memory = random.Random(20261128), []
    for life in range(KILLS + 1):
        before, used = await _sent(stack, wave), list[float]()
        goal = PEOPLE if life == KILLS else (life + 1) * PEOPLE // (KILLS + 1) + chance.randrange(PEOPLE // 50)
        while (now := await _sent(stack, wave)) < goal or (life == KILLS and await _is_left(stack, wave)):
            if now - before >= min(WARM, PEOPLE // 20):
                used.append(_memory(stack.parts["worker"].pid))
            await asyncio.sleep(0.1)
        memory.append(used)
        if life < KILLS:
            assert await _is_left(stack, wave), "killed while it sends"
            await stack.kill("worker")
            await stack.start("worker")
    return memory


async def _is_left(stack: Stack, wave: str) -> bool:
    """Whether somebody is still to be invited, or their mail to be sent."""
    waiting = "SELECT 1 FROM invitations WHERE wave = :wave AND state = 'waiting' LIMIT 1"
    unsent = "SELECT 1 FROM outbox WHERE wave = :wave AND state <> 'sent' LIMIT 1"
    return bool(await stack.rows(waiting, wave=wave) or await stack.rows(unsent, wave=wave))


async def _events(stack: Stack, wave: str) -> list[int]:
    """Of each run of the wave's course, as an export has them."""
    client = await temporal_of(stack)
    runs = client.list_workflows(f"WorkflowId = '{names.wave_course_id(wave)}'")
    handles = [client.get_workflow_handle(one.id, run_id=one.run_id) async for one in runs]
    return [len((await handle.fetch_history()).events) for handle in handles]


async def _sent(stack: Stack, wave: str) -> int:
    counted = "SELECT count(*) FROM outbox WHERE wave = :wave AND state = 'sent'"
    return int((await stack.rows(counted, wave=wave))[0][0])


def _memory(pid: int | None) -> float:
    """What the process holds, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def _each_got_one(stack: Stack, wave: str) -> tuple[int, int]:
    """One mail each, under one Message-ID; copies are byte for byte the same. How many invitations and copies."""
    kept = await stack.rows("SELECT id, person_id, mail FROM outbox WHERE wave = :wave", wave=wave)
    asked = await stack.rows("SELECT person_id FROM invitations WHERE wave = :wave AND state = 'invited'", wave=wave)
    assert len(kept) == len(asked) >= PEOPLE
    assert {row.person_id for row in kept} == {row.person_id for row in asked}
    assert {row.mail for row in kept} == {"survey_invitation"}
    ids, caught = {f"<{row.id}@{stack.settings.mail_domain}>" for row in kept}, defaultdict(list)
    for mail in stack.caught.all():
        if message_id(mail) in ids:
            caught[message_id(mail)].append(mail)
    assert caught.keys() == ids
    assert len({mails[0].envelope_to for mails in caught.values()}) == len(kept)
    for mails in caught.values():
        assert len({mail.source for mail in mails}) == 1
    async with stack.db.read() as session:
        counted = await invitations.counts(session, wave)
    assert (counted.invited, counted.waiting) == (len(kept), 0)
    for written in ("contacts", "invitation_links"):
        assert (await stack.rows(f"SELECT count(*) FROM {written}"))[0][0] == len(kept)
    copies = sum(len(mails) - 1 for mails in caught.values())
    assert copies <= KILLS * CONNECTIONS
    return len(kept), copies
