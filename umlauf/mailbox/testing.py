"""A mailbox for tests: on free ports, with waiting instead of sleeping."""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Self, TypeVar

from umlauf.mailbox.faults import Fault, FaultMode
from umlauf.mailbox.server import Running, running
from umlauf.mailbox.store import StoredMail

T = TypeVar("T")


class Mailbox:
    """`async with Mailbox() as box:` catches what is sent to `box.host`, `box.smtp_port`."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        self._stack = contextlib.AsyncExitStack()
        self._running: Running | None = None

    async def __aenter__(self) -> Self:
        folder = self._directory or Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._running = await self._stack.enter_async_context(running(0, 0, folder))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def box(self) -> Running:
        """The mailbox underneath."""
        if self._running is None:
            raise RuntimeError("Use the mailbox inside `async with`.")
        return self._running

    @property
    def host(self) -> str:
        """Where it listens."""
        return self.box.host

    @property
    def smtp_port(self) -> int:
        """The port of its SMTP server."""
        return self.box.smtp_port

    @property
    def url(self) -> str:
        """The address of its pages."""
        return self.box.url

    def mails(self, to: str | None = None) -> list[StoredMail]:
        """What was caught, newest first."""
        return self.box.store.list(to)

    async def wait_for(self, to: str, subject_contains: str = "", timeout: float = 10.0) -> StoredMail:
        """The newest mail to this address whose subject contains these words; waits until it is there."""

        def wanted() -> StoredMail | None:
            return next((mail for mail in self.mails(to) if subject_contains in mail.subject), None)

        return await self._until(wanted, f"No mail to {to} with {subject_contains!r} in its subject", timeout)

    async def wait_for_count(self, count: int, to: str | None = None, timeout: float = 10.0) -> list[StoredMail]:
        """Waits until at least so many mails are there."""

        def enough() -> list[StoredMail] | None:
            return self.mails(to) if len(self.mails(to)) >= count else None

        return await self._until(enough, f"Fewer than {count} mails", timeout)

    def fault(self, mode: FaultMode | str, times: int = 1, to: str = "*", seconds: float = 2.0) -> None:
        """Does this wrong for the next mails."""
        self.box.faults.add(Fault(FaultMode(mode), times, to, seconds))

    def clear(self) -> None:
        """Forgets all mails and all faults."""
        self.box.store.clear()
        self.box.faults.add(Fault(FaultMode.ACCEPT))

    async def _until(self, look: Callable[[], T | None], complaint: str, timeout: float) -> T:
        arrived = self.box.receiver.arrived
        try:
            async with asyncio.timeout(timeout), arrived:
                while (found := look()) is None:
                    await arrived.wait()
                return found
        except TimeoutError:
            there = [f"{', '.join(mail.envelope_to)}: {mail.subject}" for mail in self.mails()]
            raise AssertionError(f"{complaint} after {timeout} s. There are: {there or 'none'}.") from None
