"""Reads a calendar from an address that a person typed: with https, from outside the house, in bounded time and size.

An address is a way into our own network for whoever may type one. So every name is resolved here, each address it has
must be a public one, and the connection goes to the address that was looked at, not to whatever the name says next.
Redirects are followed by the same rules, three at most.
"""

import asyncio
import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2_000
REDIRECTS = (301, 302, 303, 307, 308)
SCHEMES = {"https": 443, "http": 80}


class FeedRefused(Exception):  # noqa: N818 - reads as what happened
    """It was not read; `why` is a short code, and `status` what the server said, if it did."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.why, self.status = why, status


@dataclass(frozen=True, slots=True)
class Reach:
    """How far reading goes."""

    inside: frozenset[str] = frozenset()  # hosts that may be in the house's own network
    plain: bool = False  # http from those hosts, for tests and the demo
    seconds: float = 20.0  # for everything together
    longest: int = 2_000_000  # bytes


def address_of(text: str, reach: Reach) -> str:
    """The address as it is kept: webcal is https. Raises FeedRefused with "address", "scheme" or "private"."""
    text = text.strip()
    if not text or len(text) > LONGEST_ADDRESS or not text.isascii() or any(c <= " " for c in text):
        raise FeedRefused("address")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise FeedRefused("address") from None
    if parts.scheme.lower() in ("webcal", "webcals"):
        parts = parts._replace(scheme="https")
    if not host or parts.username is not None or parts.password is not None or port == 0:
        raise FeedRefused("address")
    if parts.scheme.lower() != "https" and not (parts.scheme == "http" and reach.plain and host in reach.inside):
        raise FeedRefused("scheme")
    if host not in reach.inside and (host == "localhost" or _is_private(host)):
        raise FeedRefused("private")
    return urlunsplit(parts._replace(fragment=""))


def host_of(address: str) -> str:
    """What may be shown of it: the rest is a secret of whoever has the calendar."""
    return urlsplit(address).hostname or ""


async def read_feed(address: str, reach: Reach) -> bytes:
    """What the address holds now. Raises FeedRefused."""
    try:
        async with asyncio.timeout(reach.seconds + 5):  # names are looked up by the system, at its own pace
            return await asyncio.to_thread(_read, address, reach)
    except TimeoutError:
        raise FeedRefused("slow") from None


def _read(address: str, reach: Reach) -> bytes:
    ending = _Ending(reach.seconds)
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _asked(address_of(address, reach), reach, ending)
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise FeedRefused("redirects")
    except FeedRefused:
        raise
    except ssl.SSLCertVerificationError:
        raise FeedRefused("certificate") from None
    except TimeoutError:  # the socket's own patience, which may run out a moment before ours
        raise FeedRefused("slow") from None
    except (OSError, http.client.HTTPException, ValueError, EOFError):
        raise FeedRefused("slow" if ending.over else "unreachable") from None
    finally:
        ending.cancel()


def _asked(address: str, reach: Reach, ending: "_Ending") -> bytes | str:
    """The content, or where it is said to be instead."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
    connection = _Connection(host, port, _reachable(host, port, reach), parts.scheme == "https", ending)
    try:
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Umlauf"}
        connection.request("GET", _target(parts), headers=headers)
        answer = connection.getresponse()
        if answer.status in REDIRECTS and (where := answer.getheader("Location")):
            return where
        if answer.status != 200:
            raise FeedRefused("status", answer.status)
        content = bytearray()
        while part := answer.read1(65_536):
            content += part
            if len(content) > reach.longest:
                raise FeedRefused("large")
        if ending.over or (answer.length or 0) > 0:  # it broke off
            raise FeedRefused("slow" if ending.over else "unreachable")
        return bytes(content)
    finally:
        connection.close()


def _target(parts: SplitResult) -> str:
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def _reachable(host: str, port: int, reach: Reach) -> Sequence[tuple[Any, ...]]:
    """Every address of this name; one that is not public is refused, since nobody says which will be taken."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FeedRefused("unreachable") from None
    if host not in reach.inside and any(_is_private(str(one[4][0])) for one in found):
        raise FeedRefused("private")
    return found


def _is_private(text: str) -> bool:
    """Whether this is an address that is not one of the public internet; a name is none."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is None and isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return not (inner or address).is_global or address.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class _Ending:
    """Ends whatever is open once the time is over, however slowly the other side goes on sending."""

    def __init__(self, seconds: float) -> None:
        self.over, self.seconds = False, seconds
        self._open: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, one: socket.socket) -> None:
        self._open = one
        if self.over:
            raise TimeoutError

    def cancel(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.over = True
        if self._open is not None:
            with contextlib.suppress(OSError):  # it was closed in this moment
                self._open.shutdown(socket.SHUT_RDWR)


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at, in the name of its host."""

    def __init__(self, host: str, port: int, found: Sequence[tuple[Any, ...]], safe: bool, ending: _Ending) -> None:
        super().__init__(host, port, timeout=ending.seconds)
        self._found, self._safe, self._ending = found, safe, ending
        self.default_port = SCHEMES["https" if safe else "http"]

    def connect(self) -> None:
        """The first that answers."""
        broken: OSError = OSError("no address")
        for family, kind, protocol, _, where in self._found:
            plain = socket.socket(family, kind, protocol)
            plain.settimeout(self._ending.seconds)
            try:
                self._ending.watch(plain)
                plain.connect(where)
            except OSError as error:
                plain.close()
                broken = error
                continue
            self.sock = plain
            if self._safe:
                self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
                self._ending.watch(self.sock)
            return
        raise broken
