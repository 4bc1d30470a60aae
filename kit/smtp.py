"""Sends mails over SMTP and tells for each how far it came, because that decides whether it may be sent again.

Before DATA nothing was accepted for sure; once DATA began and no answer came, nobody can know (RFC 1047).
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

import aiosmtplib

from kit.message import address_for_mail
from kit.replies import Outcome, Phase, Sent, classify, without_addresses

Tls = Literal["none", "starttls", "tls"]
TAKEN = (250, 251)  # 251: taken, and passed on to another address
FAREWELL = 2.0  # seconds a server has to say goodbye
IDLE_SECONDS = 20.0  # a connection that rested longer is asked whether it still lives

__all__ = ["Outcome", "Phase", "Sent", "Session", "Smtp", "Tls", "classify"]


@dataclass(frozen=True)
class Smtp:
    """Where and how mails are handed over. TLS is required or absent, never silently dropped."""

    host: str
    port: int
    tls: Tls = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = 30.0
    local_hostname: str = "localhost"  # said in EHLO; never the machine's own name
    tls_context: ssl.SSLContext | None = None

    def session(self) -> "Session":
        """One connection for one batch; it opens with the first mail."""
        return Session(self)

    def client(self) -> aiosmtplib.SMTP:
        """A client for a new connection with these settings."""
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            use_tls=self.tls == "tls",
            start_tls=self.tls == "starttls",
            username=self.user or None,
            password=self.password or None,
            timeout=self.timeout,
            local_hostname=self.local_hostname,
            tls_context=None if self.tls == "none" else self.tls_context or modern_tls(),
        )

    async def answers(self) -> bool:
        """Whether the server takes a connection (and a sign-in, where one is needed); for health checks."""
        async with self.session() as session:
            return await session.opens()

    def __repr__(self) -> str:
        return f"Smtp({self.host}:{self.port}, tls={self.tls})"


def modern_tls() -> ssl.SSLContext:
    """Certificates are checked and TLS is at least 1.2."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Session:
    """Sends one mail after the other over one connection, and connects again if the connection has died.

    After a failed connection or sign-in it stays down: every further mail of the batch gets the same answer
    at once, so that a dead server is not stormed.
    """

    def __init__(self, smtp: Smtp) -> None:
        self._smtp = smtp
        self._client: aiosmtplib.SMTP | None = None
        self._down: Sent | None = None
        self._rested_since = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            await self.rest()
        self._drop()

    async def rest(self) -> None:
        """Says farewell and closes; the next mail opens a new connection, also to a server that was away."""
        async with self._one_at_a_time:
            client, self._client, self._down = self._client, None, None
            if client is None:
                return
            try:
                if client.is_connected:
                    await asyncio.wait_for(client.quit(), FAREWELL)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                pass  # everything was said; whether the farewell arrives does not matter
            finally:
                client.close()

    async def send(self, envelope_from: str, to: str, message: bytes) -> Sent:
        """Hands over one mail to one recipient. Never raises for what the server or the network does."""
        async with self._one_at_a_time:
            try:
                reused = self._client is not None
                result = await self._try(envelope_from, to, message)
                if reused and result.lost_before_data:
                    self._drop()
                    result = await self._try(envelope_from, to, message)
            except BaseException:
                self._drop()  # cancelled in the middle: this connection's state is unknown
                raise
            self._rested_since = time.monotonic()
            return result

    async def opens(self) -> bool:
        """Whether there is a living connection, or one can be made."""
        async with self._one_at_a_time:
            return not isinstance(await self._connected(), Sent)

    async def _try(self, envelope_from: str, to: str, message: bytes) -> Sent:
        client = await self._connected()
        if isinstance(client, Sent):
            return client
        size = _size(client, message)
        sent = await _step(Phase.MAIL, lambda: _said(client, b"MAIL", b"FROM:" + _envelope(envelope_from), *size))
        if sent.went_through:
            sent = await _step(Phase.RCPT, lambda: _said(client, b"RCPT", b"TO:" + _envelope(to)))
        if sent.went_through:
            sent = await _step(Phase.DATA, lambda: client.data(message))
        await self._clear(client, sent)
        return sent

    async def _connected(self) -> aiosmtplib.SMTP | Sent:
        if self._down is not None:
            return self._down
        if self._client is not None and await self._lives(self._client):
            return self._client
        self._drop()
        client = self._smtp.client()
        opened = await _step(Phase.CONNECT, lambda: _open(client))
        if not opened.went_through:
            self._down = opened
            return opened
        self._client = client
        return client

    async def _lives(self, client: aiosmtplib.SMTP) -> bool:
        if not client.is_connected:
            return False
        if time.monotonic() - self._rested_since < IDLE_SECONDS:
            return True
        try:
            await client.noop()
        except aiosmtplib.SMTPException:
            return False
        return True

    async def _clear(self, client: aiosmtplib.SMTP, sent: Sent) -> None:
        """A refused mail must not leave its envelope behind; without an answer the connection is not used again."""
        if sent.outcome is Outcome.SENT:
            return
        if sent.code is None or sent.code == 421:
            self._drop()
            return
        try:
            await client.rset()
        except aiosmtplib.SMTPException:
            self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


async def _open(client: aiosmtplib.SMTP) -> None:
    await client.connect()
    if client.is_ehlo_or_helo_needed:
        await client.ehlo()


async def _said(client: aiosmtplib.SMTP, *command: bytes) -> tuple[int, str]:
    """What the server says to it. The library's own commands parse each address, which costs as much as sending it."""
    response = await client.execute_command(*command)
    if response.code not in TAKEN:
        raise aiosmtplib.SMTPResponseException(response.code, response.message)
    return response.code, response.message


def _envelope(address: str) -> bytes:
    """Only what we have checked ourselves can stand in a command."""
    return f"<{address_for_mail(address) if address else ''}>".encode("ascii")


def _size(client: aiosmtplib.SMTP, message: bytes) -> list[bytes]:
    """Told beforehand, so that a server refuses what is too large before it is transferred."""
    return [b"SIZE=%d" % len(message)] if client.supports_extension("size") else []


async def _step(phase: Phase, command: Callable[[], Awaitable[object]]) -> Sent:
    try:
        reply = await command()
    except aiosmtplib.SMTPAuthenticationError as refused:
        return Sent.of(Phase.AUTH, refused.code, refused.message)
    except aiosmtplib.SMTPResponseException as refused:
        return Sent.of(phase, refused.code, refused.message)
    except ValueError:
        outcome = Outcome.REFUSED if phase is Phase.RCPT else Outcome.DOWN
        return Sent(phase, outcome, None, "an address that SMTP cannot express")
    except (aiosmtplib.SMTPException, OSError) as lost:
        return Sent.of(phase, None, type(lost).__name__)
    code, text = reply if isinstance(reply, tuple) else (250, "")
    return Sent(phase, Outcome.SENT, code, without_addresses(text))
