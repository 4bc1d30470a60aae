"""Reads cases again whose words lag behind: those of before the search, and what a release of before changed since."""

import asyncio

from storage import search
from storage.engine import Database
from storage.mapping import load_case

AT_ONCE = 20  # cases of one transaction: nobody waits long for one of them
PAUSE = 0.05  # seconds in which others get their turn to write


async def read_again(db: Database) -> int:
    """All there are, oldest first; how many that were."""
    many = 0
    while True:
        async with db.write() as session:
            ids = await search.stale(session, AT_ONCE)
            for case_id in ids:
                case = await load_case(session, case_id)
                if case is not None:
                    await search.put(session, case)
            if ids:
                await search.has_read(session, ids)
        many += len(ids)
        if len(ids) < AT_ONCE:
            return many
        await asyncio.sleep(PAUSE)
