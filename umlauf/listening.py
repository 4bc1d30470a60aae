"""The HTTP server of the API: whoever listens for changes is told to come again before it stops, so that it can."""

from socket import socket

import uvicorn

from api.live import Changes


class ListeningServer(uvicorn.Server):
    """Waits for answers under way as every server does; those without an end are ended first."""

    def __init__(self, config: uvicorn.Config, changes: Changes) -> None:
        super().__init__(config)
        self._changes = changes

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stops."""
        self._changes.close()
        await super().shutdown(sockets)
