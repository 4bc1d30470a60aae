"""An invitation to 10,000 people while the worker is killed five times: everybody gets one, and memory stays flat."""

import asyncio
import os
import random
import sys
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from activities.post_office import CONNECTIONS
from proof.figures import load, table
from proof.inviting_worker import __name__ as worker
from proof.town import database_of
from storage import invitations, sql
from storage.engine import Database
from storage.tables import WaveRow
from tests.e2e.caught import message_id
from tests.e2e.stack import HOST, Stack
from tests.storage.inviting import a_wave, people_with_addresses
from umlauf.messenger import utc_now
from umlauf.part import Part, wait_until_open
from umlauf.upkeep import prepare

PEOPLE = int(os.environ.get("PROOF_PEOPLE", "10000"))
KILLS = 5
WARM = 500  # mails after which a worker's memory is compared with itself


async def test_ten_thousand_get_one_invitation_each_whatever_dies(tmp_path: Path, database_url: str) -> None:
    stack = Stack(tmp_path, database_url=database_url, extra={"UMLAUF_LOG_LEVEL": "WARNING"})
    await prepare(stack.settings)
    await stack.parts["mailbox"].start()
    await wait_until_open(HOST, stack.mail_port, 30)
    inviting: Part | None = None
    try:
        wave = await _wave(stack.db)
        inviting = Part("inviting", [sys.executable, "-m", worker, wave], stack.logs, stack.environment)
        began = time.monotonic()
        memory = await _killed_again_and_again(stack, inviting)
        lasted = time.monotonic() - began
        await inviting.stop()
        copies = await _each_got_one(stack, wave)
    finally:
        if inviting is not None:
            await inviting.stop()
        await stack.stop()
    flat = memory[-1]
    table(
        f"{PEOPLE} invitations, {database_of(stack)}",
        {
            "kills": KILLS,
            "from the first start to the last mail": f"{lasted:.0f} s ({PEOPLE / lasted:.0f} a second)",
            "copies, each with the same bytes": f"{copies} (at most {KILLS * CONNECTIONS})",
            "memory of the last worker, MB": f"{flat[0]:.0f} after {WARM} mails, {max(flat):.0f} at most",
            "memory of all workers at most, MB": f"{max(max(life) for life in memory if life):.0f}",
            "load": load(),
        },
    )
    assert max(flat) < 1.3 * flat[0]


async def _wave(db: Database) -> str:
    for _ in range(PEOPLE // 500):
        people = await people_with_addresses(db, 500)
    wave, row = await a_wave(db, people[0]), sql.table(WaveRow)
    async with db.write() as session:
        ends = {"closes_on": utc_now().date() + timedelta(days=30)}
        await session.execute(update(row).where(row.c.id == wave).values(ends))
    return wave


async def _killed_again_and_again(stack: Stack, inviting: Part) -> list[list[float]]:
    """Back when the last mail has gone; each worker's memory while it sent."""
    chance, memory = random.Random(20261128), []
    for life in range(KILLS + 1):
        await inviting.start()
        before, used = await _sent(stack), list[float]()
        goal = PEOPLE if life == KILLS else (life + 1) * PEOPLE // (KILLS + 1) + chance.randrange(PEOPLE // 50)
        while (now := await _sent(stack)) < goal:
            if now - before >= min(WARM, PEOPLE // 20):
                used.append(_memory(inviting.pid))
            await asyncio.sleep(0.1)
        memory.append(used)
        if life < KILLS:
            inviting.kill()
            await inviting.ended()
    return memory


async def _sent(stack: Stack) -> int:
    return int((await stack.rows("SELECT count(*) FROM outbox WHERE state = 'sent'"))[0][0])


def _memory(pid: int | None) -> float:
    """What the process holds, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def _each_got_one(stack: Stack, wave: str) -> int:
    """One mail each, under one Message-ID; copies are byte for byte the same. How many copies."""
    caught = defaultdict(list)
    for mail in stack.caught.all():
        caught[message_id(mail)].append(mail)
    kept = await stack.rows("SELECT id, person_id, mail, wave FROM outbox")
    assert len(kept) == len({row.person_id for row in kept}) == PEOPLE
    assert {(row.mail, row.wave) for row in kept} == {("survey_invitation", wave)}
    assert caught.keys() == {f"<{row.id}@{stack.settings.mail_domain}>" for row in kept}
    assert len({mails[0].envelope_to for mails in caught.values()}) == PEOPLE
    for mails in caught.values():
        assert len({mail.source for mail in mails}) == 1
    async with stack.db.read() as session:
        counted = await invitations.counts(session, wave)
    assert (counted.invited, counted.waiting, counted.left) == (PEOPLE, 0, {})
    for written in ("contacts", "invitation_links"):
        assert (await stack.rows(f"SELECT count(*) FROM {written}"))[0][0] == PEOPLE
    copies = sum(len(mails) - 1 for mails in caught.values())
    assert copies <= KILLS * CONNECTIONS
    return copies
