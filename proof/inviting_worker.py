"""A worker with nothing but one wave to invite: the real errand and the real post office, as a process to be killed."""

import asyncio
import sys

from activities.post import Post
from activities.post_office import PostOffice
from storage.errors import StorageError
from umlauf.messenger import utc_now
from umlauf.running import run_async, stop_on_signals
from umlauf.settings import load_settings
from umlauf.wiring import Wiring


async def main(wave: str) -> None:
    """Invites until nobody waits, and posts until it is told to stop."""
    settings, stop = load_settings(), stop_on_signals()
    wiring = Wiring(settings)
    office = PostOffice(Post(wiring.db, wiring.keys, wiring.smtp, wiring.mode, settings.mail_from, utc_now))
    posting = asyncio.create_task(office.run(stop))
    errands = wiring.invitations(office.call)
    while not stop.is_set():
        try:
            await errands.invite(wave, utc_now(), lambda _: None)
            break
        except StorageError:  # as the course does: the errand is run again
            await asyncio.sleep(0.2)
    await stop.wait()
    await posting
    await wiring.db.close()


if __name__ == "__main__":
    run_async(main(sys.argv[1]))
