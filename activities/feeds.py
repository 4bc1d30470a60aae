"""Reads calendars at an address, each when it is due; one that fails leaves what it said last as it was."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from contracts.feeds import sealed_feed
from domain.absence import Absence
from domain.calendar import local_date
from kit.busy_days import AwayDays, NoCalendar, away_days
from kit.feed import FeedRefused, Reach, read_feed
from kit.sealing import KeyRing, SealBroken
from storage import feeds
from storage.engine import Database
from storage.feeds import Feed

AT_ONCE = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CalendarFeeds:
    """One round of the chore."""

    db: Database
    keys: KeyRing
    timezone: str
    reach: Reach = field(default_factory=Reach)

    async def read_due(self, now: datetime) -> int:
        """How many were read; one that fails holds up no other."""
        async with self.db.write() as session:
            due = await feeds.due(session, now)
        several = asyncio.Semaphore(AT_ONCE)

        async def one(feed: Feed) -> bool:
            async with several:
                return await self._read(feed, now)

        return sum(await asyncio.gather(*(one(feed) for feed in due)))

    async def _read(self, feed: Feed, now: datetime) -> bool:
        today = local_date(now, ZoneInfo(self.timezone))
        try:
            address = self.keys.open(feed.sealed, sealed_feed(feed.person_id)).decode()
            content = await read_feed(address, self.reach)
            found: AwayDays = await asyncio.to_thread(away_days, content, today)
        except (FeedRefused, NoCalendar) as refused:
            return await self._failed(feed, refused.why, getattr(refused, "status", 0), now)
        except SealBroken:
            return await self._failed(feed, "address", 0, now)
        except Exception as error:  # one calendar must not stop the others
            log.error("feed.failed person=%s kind=%s", feed.person_id, type(error).__name__)
            return await self._failed(feed, "unreachable", 0, now)
        days = [Absence(first, last) for first, last in found.spans]
        async with self.db.write() as session:
            await feeds.was_read(session, feed, days, found.left_out, today, at=now)
        return True

    async def _failed(self, feed: Feed, why: str, status: int, now: datetime) -> bool:
        async with self.db.write() as session:
            await feeds.failed(session, feed, why, status, at=now)
        return False
