"""What a part asks before it starts: a database with the tables it works with, and that nobody is restoring."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from storage.attendance import attending
from storage.copying import InUse
from storage.engine import Database
from storage.errors import StorageUnavailable
from storage.shape import Shape, shape_of
from umlauf.errors import Impossible
from umlauf.settings import Settings
from umlauf.trouble import NO_TABLES, place_of

PATIENCE = 5.0  # seconds; whoever has not answered by then is away

log = structlog.stdlib.get_logger(__name__)


async def refuse_unmigrated(db: Database) -> None:
    """Raises when `migrate` has to run first. A database that is away is waited for: it may come back any moment."""
    try:
        shape = await asyncio.wait_for(shape_of(db), PATIENCE)
    except (StorageUnavailable, TimeoutError):
        log.warning("start.without_database")
        return
    if shape is Shape.BEHIND:
        raise Impossible(NO_TABLES)


@contextmanager
def at_work(settings: Settings) -> Iterator[None]:
    """As long as this lasts, `restore` refuses. Raises while it is at work itself."""
    try:
        with attending(settings.database_url):
            yield
    except InUse:
        where = place_of(settings.database_url)
        raise Impossible(f"A backup is being restored into {where}. Start again when that is done.") from None
