"""Changes of the board as they happen, for browsers that listen: which columns, and nothing of what is in them.

One task of the process looks at the database while anybody listens, however many do; who listens holds no connection
to it. A browser says which state it has seen, so that nothing is missed while it, the network or this process is away.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.errors import Failure
from storage.errors import StorageError
from storage.queries.board_counts import Mark

Look = Callable[[], Awaitable[Mark]]


class Full(Failure):
    """So many listen already that one more would be one too many."""

    def __init__(self) -> None:
        super().__init__("live.full")

    @property
    def status(self) -> int:
        """Not now: the same request may succeed later."""
        return 503


@dataclass
class Changes:
    """Who listens, and the state of the board they are told of."""

    every: float = 2.0  # seconds between two looks
    quiet: float = 15.0  # seconds after which a word keeps the connection from being taken for dead
    lasts: float = 600.0  # seconds after which a browser is to come again, with a session that is still good
    most: int = 100
    each: int = 6  # of one person
    _mark: Mark | None = None
    _listening: Counter[str] = field(default_factory=Counter)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _looking: "asyncio.Task[None] | None" = None
    _over: bool = False

    @property
    def listening(self) -> int:
        """How many listen now."""
        return self._listening.total()

    @contextmanager
    def seat(self, look: Look, person: str) -> Iterator[None]:
        """A place for one browser, for as long as the block lasts. Raises Full."""
        if self._over or self.listening >= self.most or self._listening[person] >= self.each:
            raise Full
        self._listening[person] += 1
        if self._looking is None:
            self._mark, self._looking = None, asyncio.get_running_loop().create_task(self._look(look))
        try:
            yield
        finally:
            self._left(person)

    def close(self) -> None:
        """Everybody is told to come again, and nobody is listened to any more: the process stops."""
        self._over = True
        self._tell(self._mark)
        if self._looking is not None:
            self._looking.cancel()

    async def words(self, since: str) -> AsyncIterator[str]:
        """What is sent to one browser, from the state it has seen."""
        loop, seen = asyncio.get_running_loop(), Mark.from_text(since)
        ends = loop.time() + self.lasts
        yield "retry: 3000\n\n"
        while not self._over and loop.time() < ends:
            now = self._mark
            if now is not None and (changed := now.changed(seen)):
                seen = now
                yield f"id: {now.text}\nevent: changed\ndata: {' '.join(changed)}\n\n"
            elif not await self._wait():
                yield ": still here\n\n"

    async def _wait(self) -> bool:
        """Whether there is news before it has been quiet for too long."""
        try:
            await asyncio.wait_for(self._news.wait(), self.quiet)
        except TimeoutError:
            return False
        return True

    def _tell(self, mark: Mark | None) -> None:
        """Wakes whoever waits; what they wait for from now on is the next news."""
        self._mark, told = mark, self._news
        self._news = asyncio.Event()
        told.set()

    def _left(self, person: str) -> None:
        self._listening.subtract([person])
        self._listening += Counter()  # forgets whoever does not listen any more
        if not self.listening and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look(self, look: Look) -> None:
        """Looks as long as anybody listens; a database that is away is asked again."""
        while True:
            try:
                found = await look()
            except StorageError:
                found = None
            if found is not None and found != self._mark:
                self._tell(found)
            await asyncio.sleep(self.every)
