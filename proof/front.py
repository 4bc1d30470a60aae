"""A proxy in front of several APIs, as a house has one: the next in turn that listens gets the connection."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

from tests.e2e.stack import HOST


@dataclass
class Front:
    """Hands bytes on and counts: what each API got, and what was asked and never answered, where a proxy says 502."""

    ports: Sequence[int]
    taken: dict[int, int] = field(default_factory=dict)
    cut: int = 0
    nobody: int = 0

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator["Front"]:
        """As long as the block lasts."""
        turns = count()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError):
                await self._through(next(turns), reader, writer)
            writer.close()

        async with await asyncio.start_server(serve, HOST, port):
            yield self

    async def _through(self, turn: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for n in range(len(self.ports)):
            port = self.ports[(turn + n) % len(self.ports)]
            try:
                inner, outer = await asyncio.open_connection(HOST, port)
            except OSError:
                continue
            self.taken[port] = self.taken.get(port, 0) + 1
            await self._between(reader, writer, inner, outer)
            return
        self.nobody += 1

    async def _between(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        inner: asyncio.StreamReader,
        outer: asyncio.StreamWriter,
    ) -> None:
        waits = False

        async def asks() -> None:
            nonlocal waits
            with suppress(OSError):
                while part := await reader.read(65_536):
                    waits = True
                    outer.write(part)
                    await outer.drain()

        async def answers() -> None:
            nonlocal waits
            with suppress(OSError):
                while part := await inner.read(65_536):
                    waits = False
                    writer.write(part)
                    await writer.drain()

        asking, answering = asyncio.create_task(asks()), asyncio.create_task(answers())
        await asyncio.wait({asking, answering}, return_when=asyncio.FIRST_COMPLETED)
        self.cut += answering.done() and waits
        for task in (asking, answering):
            task.cancel()
        await asyncio.gather(asking, answering, return_exceptions=True)
        outer.close()
