"""A survey to many: chosen, linked, frozen and sent, against the same mails through one plain SMTP connection.

`python -m bench.survey 2000`; the sink is a process of its own that forgets every mail.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import aiosmtplib
import structlog
from sqlalchemy import select, text, update

from activities.invite import Invitations
from activities.post import Post
from activities.post_office import PostOffice
from bench.measuring import Figures, load, ratios
from contracts.post import sealed_mail, sealed_recipient
from kit.modes import MailMode, Mode
from kit.smtp import Smtp
from storage import sql
from storage.engine import Database
from storage.migrate import upgrade
from storage.tables import MailRow, WaveRow
from tests.e2e.stack import HOST, free_ports
from tests.storage.inviting import FREE, KEYS, LETTERS, ZONE, a_wave, people_with_addresses, quiet
from umlauf.messenger import utc_now
from umlauf.part import wait_until_open

SENDER = "umlauf@example.org"


@asynccontextmanager
async def sink() -> AsyncIterator[int]:
    """The port of an SMTP server that takes everything and keeps nothing."""
    (port,) = free_ports(1)
    command = (sys.executable, "-m", "aiosmtpd", "-n", "-l", f"{HOST}:{port}", "-c", "aiosmtpd.handlers.Sink")
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await wait_until_open(HOST, port, 30)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def ours(db: Database, wave: str, port: int) -> float:
    """Seconds from "start" to the last mail taken and written down."""
    smtp = Smtp(HOST, port, "none")
    office = PostOffice(Post(db, KEYS, smtp, Mode(MailMode.LIVE, "example.org"), SENDER, utc_now))
    errands = Invitations(db, LETTERS, FREE, ZONE, office.call)
    stop, began = asyncio.Event(), perf_counter()
    posting = asyncio.create_task(office.run(stop))
    await errands.invite(wave, utc_now(), quiet)
    while await _unsent(db):
        await asyncio.sleep(0.1)
    lasted = perf_counter() - began
    stop.set()
    await posting
    return lasted


async def _unsent(db: Database) -> bool:
    async with db.read() as session:
        waiting = text("SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'unknown') LIMIT 1")
        return (await session.execute(waiting)).first() is not None


async def plain(mails: list[tuple[str, bytes]], port: int) -> float:
    """Seconds for the same bytes over one connection of the library, with nothing around it."""
    began = perf_counter()
    async with aiosmtplib.SMTP(hostname=HOST, port=port, start_tls=False) as client:
        for to, message in mails:
            await client.sendmail(SENDER, [to], message)
    return perf_counter() - began


async def frozen(db: Database, wave: str) -> list[tuple[str, bytes]]:
    """What was sent: addresses and bytes."""
    row = sql.table(MailRow)
    async with db.read() as session:
        found = (await session.execute(select(row.c.id, row.c.recipient, row.c.sealed).where(row.c.wave == wave))).all()
    return [
        (KEYS.open(one.recipient, sealed_recipient(one.id)).decode(), KEYS.open(one.sealed, sealed_mail(one.id)))
        for one in found
    ]


async def main(count: int, rounds: int, database: str = "") -> None:
    """Prints mails a second of both, and the ratio."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    mine, theirs = Figures(), Figures()
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite+aiosqlite:///{Path(folder) / 'umlauf.db'}"
        await upgrade(url)
        db = Database(url)
        for _ in range(0, count, 500):
            people = await people_with_addresses(db, min(500, count))
        async with sink() as port:
            for _ in range(rounds):
                wave, row = await a_wave(db, people[0]), sql.table(WaveRow)
                async with db.write() as session:
                    ends = {"closes_on": utc_now().date() + timedelta(days=30)}
                    await session.execute(update(row).where(row.c.id == wave).values(ends))
                mine.add(count / await ours(db, wave, port))
                mails = await frozen(db, wave)
                assert len(mails) == count
                theirs.add(count / await plain(mails, port))
        await db.close()
    print(f"  survey to {count}, mails a second: ours {mine.told()}, one plain connection {theirs.told()}")
    print(f"  ours / plain (aim ≥ 0.8) {ratios(mine, theirs).told(2, '×')}, load {load()}", flush=True)


if __name__ == "__main__":
    given = argparse.ArgumentParser(prog="python -m bench.survey", description=__doc__)
    given.add_argument("count", nargs="?", type=int, default=10_000)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--database", default="", help="an empty PostgreSQL; SQLite where none is named")
    arguments = given.parse_args()
    asyncio.run(main(arguments.count, arguments.rounds, arguments.database))
