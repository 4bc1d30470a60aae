"""The SMTP side of the mailbox: accepts every mail, or fails in the way it was told to."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from umlauf.mailbox.faults import Fault, FaultMode, Faults
from umlauf.mailbox.store import MailStore

LONGEST_SILENCE = 3600.0
REFUSALS = {
    FaultMode.REFUSE: "550 5.1.1 No such mailbox here",
    FaultMode.REFUSE_TEMPORARILY: "451 4.3.0 Please try again later",
}


class Receiver:
    """Handles the conversation; aiosmtpd calls these methods by their names."""

    def __init__(self, store: MailStore, faults: Faults) -> None:
        self.store = store
        self.faults = faults
        self.arrived = asyncio.Condition()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        """The recipient decides what goes wrong with this mail."""
        fault = self.faults.next_for(address)
        envelope.fault = fault  # type: ignore[attr-defined]
        if fault is not None:
            if fault.mode in REFUSALS:
                return REFUSALS[fault.mode]
            await self._delay_or_drop(server, fault)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keeps the mail. A late answer comes for a mail that was kept; a drop leaves none behind."""
        fault: Fault | None = getattr(envelope, "fault", None)
        if fault is not None and fault.mode is FaultMode.DROP_IN_DATA:
            _hang_up(server)
            return "421 Closing"
        await self._keep(envelope)
        if fault is not None and fault.mode is FaultMode.LATE_IN_DATA:
            await asyncio.sleep(fault.seconds)
        return "250 2.0.0 OK: kept"

    async def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        self.store.add(envelope.mail_from or "", envelope.rcpt_tos, content)
        async with self.arrived:
            self.arrived.notify_all()

    async def _delay_or_drop(self, server: SMTP, fault: Fault) -> None:
        if fault.mode is FaultMode.SLOW:
            await asyncio.sleep(fault.seconds)
        elif fault.mode is FaultMode.SILENT:
            await asyncio.sleep(LONGEST_SILENCE)
        elif fault.mode is FaultMode.DROP_BEFORE_DATA:
            _hang_up(server)


async def listen(receiver: Receiver, host: str, port: int) -> asyncio.Server:
    """An SMTP server on this address; port 0 takes a free one."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: SMTP(receiver, hostname="mailbox.localhost", loop=loop), host, port)


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
