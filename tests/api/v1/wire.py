"""The application behind its real HTTP server, and requests written by hand."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from fastapi import FastAPI

from umlauf.serving import server_of


@dataclass(frozen=True)
class Answer:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """Where the server listens."""

    port: int
    host: str = field(default="ideen.example")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def ask(self, method: str, path: str, *lines: str, host: str = "", body: bytes = b"") -> Answer:
        """One request, byte by byte as it is given here."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = [f"{method} {path} HTTP/1.1", f"Host: {host or self.host}", "Connection: close", *lines]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        with suppress(ConnectionError):
            await writer.drain()
        raw = await asyncio.wait_for(reader.read(), 60)
        writer.close()
        start, _, content = raw.partition(b"\r\n\r\n")
        status, *fields = start.decode().split("\r\n")
        pairs = (line.partition(": ") for line in fields)
        return Answer(int(status.split()[1]), {name.lower(): value for name, _, value in pairs}, content)


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[Wire]:
    """The application on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
        server = server_of(app, "127.0.0.1", port)
        running = asyncio.create_task(server.serve(sockets=[free]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield Wire(port)
        server.should_exit = True
        await running
