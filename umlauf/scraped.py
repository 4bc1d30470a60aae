"""A port of its own for whoever scrapes: it knows one path, so that no proxy in front of the pages can show it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from kit.exposition import CONTENT_TYPE
from umlauf.errors import Impossible

PATH = b"/metrics"
PATIENCE = 5.0  # seconds for a request of one line
LONGEST = 8192

log = structlog.stdlib.get_logger(__name__)


@asynccontextmanager
async def scraped(host: str, port: int, tell: Callable[[], Awaitable[str]]) -> AsyncIterator[None]:
    """Answers `GET /metrics` there with what `tell` says; port 0 means nowhere."""
    if not port:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            writer.write(await _answer(head, tell))
            await writer.drain()
        writer.close()

    try:
        server = await asyncio.start_server(answer, host, port, limit=LONGEST)
    except OSError:
        raise Impossible(
            f"Metrics cannot be shown at {host}:{port}: the port is taken, or the address is not ours. "
            "Correct UMLAUF_METRICS_HOST and UMLAUF_METRICS_PORT; a second API on this machine needs another port."
        ) from None
    async with server:
        yield


async def _answer(head: bytes, tell: Callable[[], Awaitable[str]]) -> bytes:
    method, _, rest = head.partition(b"\r\n")[0].partition(b" ")
    path = rest.partition(b" ")[0].partition(b"?")[0]
    if path != PATH:
        return _response("404 Not Found", "")
    if method != b"GET":
        return _response("405 Method Not Allowed", "")
    try:
        return _response("200 OK", await tell())
    except Exception as error:  # a bug here must not end the API
        log.error("metrics.failed", exc_info=error)
        return _response("500 Internal Server Error", "")


def _response(status: str, text: str) -> bytes:
    body = text.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
