"""Files that nothing leads to: what was being sent when its sender went away, and what a crash left behind."""

from datetime import datetime, timedelta

from kit.file_store import FileStore
from storage import comments
from storage.engine import Database

ARRIVING = timedelta(days=1)  # nothing takes that long to come in


async def forget_files(db: Database, store: FileStore, now: datetime) -> int:
    """Removes them; how many. Whoever attaches one at the same moment waits until this is done.

    Where the database knows of no file at all nothing is removed: it may be a new one beside an old folder.
    """
    gone = store.forget((now - ARRIVING).timestamp())
    async with db.write() as session:
        await comments.hold_files(session)
        wanted = set(await comments.files(session))
        for one in [one for one in store.hashes() if wanted and one not in wanted]:
            store.remove(one)
            gone += 1
    return gone
