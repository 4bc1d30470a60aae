"""Runs the mailbox: its SMTP server and its pages, until told to stop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from umlauf.mailbox.faults import Faults
from umlauf.mailbox.pages import LOCAL_HOSTS, build_app
from umlauf.mailbox.receiver import Receiver, listen
from umlauf.mailbox.store import MailStore


@dataclass(frozen=True)
class Running:
    """A mailbox that is up."""

    host: str
    smtp_port: int
    http_port: int
    store: MailStore
    faults: Faults
    receiver: Receiver

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://{self.host}:{self.http_port}"


class _QuietServer(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to whoever started the mailbox."""
        yield


@contextlib.asynccontextmanager
async def running(
    smtp_port: int, http_port: int, directory: Path, host: str = "127.0.0.1", allowed_hosts: Sequence[str] = LOCAL_HOSTS
) -> AsyncIterator[Running]:
    """A mailbox for as long as the block lasts; port 0 takes a free one."""
    store, faults = MailStore(directory), Faults()
    receiver = Receiver(store, faults)
    with socket.create_server((host, http_port)) as http_socket:
        smtp_server = await listen(receiver, host, smtp_port)
        smtp_taken: int = smtp_server.sockets[0].getsockname()[1]
        config = uvicorn.Config(
            build_app(store, faults, allowed_hosts),
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        web = _QuietServer(config)
        serving = asyncio.create_task(web.serve(sockets=[http_socket]))
        try:
            yield Running(host, smtp_taken, http_socket.getsockname()[1], store, faults, receiver)
        finally:
            smtp_server.close()
            web.should_exit = True
            await serving


async def serve(
    smtp_port: int = 1025,
    http_port: int = 8025,
    directory: Path = Path("var/mailbox"),
    host: str = "127.0.0.1",
    allowed_hosts: Sequence[str] = LOCAL_HOSTS,
    stop: asyncio.Event | None = None,
) -> None:
    """Runs the mailbox until the event is set, or for ever."""
    async with running(smtp_port, http_port, directory, host, allowed_hosts):
        await (stop or asyncio.Event()).wait()
