"""A queue for a few places: first come, first served, and nobody waits behind a database that does not answer.

Waiting here costs nothing, while every further connection costs the server a process that has to learn everything
anew; and whoever waits at a pool for a connection is overtaken by whoever comes just when one is given back.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.errors import StorageUnavailable, translated

BUSY, AWAY = "busy", "away"


class Gate:
    """So many at a time; the others wait so many seconds at most. One per event loop."""

    def __init__(self, places: int, patience: float) -> None:
        self._free, self._patience = places, patience
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._answered = 0.0  # when the database last did all that somebody wanted

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place until the block ends; raises StorageUnavailable, "busy" when patience has ended.

        When a block ends because the database is away, and it has answered nobody meanwhile, those who wait are told
        so at once: each of them would only find out the same, one after the other.
        """
        await self._enter()
        began = time.monotonic()
        try:
            yield
            self._answered = time.monotonic()
        except Exception as error:
            if _is_away(error) and self._answered < began:
                self._dismiss()
            raise
        finally:
            self._leave()

    async def _enter(self) -> None:
        if self._free:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as ended:
            if _was_given(turn):  # in the same moment
                self._leave()
            if isinstance(ended, TimeoutError):
                raise StorageUnavailable(BUSY) from None
            raise

    def _leave(self) -> None:
        """Gives the place to whoever has waited longest."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _dismiss(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(StorageUnavailable(AWAY))


def _was_given(turn: asyncio.Future[None]) -> bool:
    return turn.done() and not turn.cancelled() and turn.exception() is None


def _is_away(error: Exception) -> bool:
    seen = error if isinstance(error, StorageUnavailable) else translated(error)
    return isinstance(seen, StorageUnavailable) and seen.reason == AWAY
