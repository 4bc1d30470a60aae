"""The HTTP server of the API: whoever listens for changes is told to come again before it stops, so that it can."""

import asyncio
from socket import socket

import uvicorn

from api.live import Changes

MOMENT = 1.0  # seconds: whoever has just connected says within it what they want


class ListeningServer(uvicorn.Server):
    """Waits for answers under way as every server does; those without an end are ended first."""

    def __init__(self, config: uvicorn.Config, changes: Changes) -> None:
        super().__init__(config)
        self._changes = changes

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stops: first nobody new is let in, so that a proxy goes on to the next; then what is asked is answered."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(MOMENT)
        self._changes.close()
        await super().shutdown(sockets)
