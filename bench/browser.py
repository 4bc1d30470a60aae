"""A browser that takes next to no time: forms over open connections; with a client library it was 2 of 18 ms."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Browser:
    """As many connections as forms are on their way at once."""

    free: list[Connection] = field(default_factory=list)

    async def send(self, url: str, fields: Mapping[str, list[str]], cookies: str) -> None:
        """Sends a form; back with the redirect that follows. Anything else ends the measurement."""
        reader, writer = await self._connected(url)
        site, body = urlsplit(url), urlencode(fields, doseq=True).encode()
        headers = {
            "Host": site.netloc,
            "Origin": f"{site.scheme}://{site.netloc}",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
        lines = [f"POST {site.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 303 "), answer.decode()
        assert b"content-length: 0\r\n" in answer.lower(), answer.decode()
        self.free.append((reader, writer))

    async def _connected(self, url: str) -> Connection:
        site = urlsplit(url)
        return self.free.pop() if self.free else await asyncio.open_connection(site.hostname, site.port)

    def close(self) -> None:
        """Ends all connections."""
        for _, writer in self.free:
            writer.close()
