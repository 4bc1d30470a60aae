"""What a part asks before it starts: a database with the tables it works with."""

import asyncio

import structlog

from storage.engine import Database
from storage.errors import StorageUnavailable
from storage.shape import Shape, shape_of
from umlauf.errors import Impossible
from umlauf.trouble import NO_TABLES

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
