"""What a worker does beside the courses: bring again what was not acknowledged, mend, send, tell, tidy up."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from activities.attached import forget_files
from activities.calendar import closed_days
from activities.digests import Digests
from activities.feeds import CalendarFeeds
from activities.letters import Letters
from activities.plan_reminders import remind_owners
from activities.radar import Radar
from activities.refusals import tell_refusals
from activities.triggered import Triggers
from contracts.messenger import Letter
from domain.calendar import local_date
from domain.radar.thresholds import DEFAULTS, Thresholds
from domain.survey.contact import Budget
from kit.file_store import FileStore
from storage import (
    calendars,
    contacts,
    courses,
    digests,
    entries,
    idempotency,
    inbox,
    kept_forms,
    links,
    outbox,
    radar_telling,
    round_courses,
    sessions,
    sleepers,
    submissions,
    supporters,
    wave_courses,
)
from storage.engine import Database
from storage.reading_again import read_again
from umlauf.messenger import Round, TemporalMessenger, Wave

IN_FLIGHT = 10  # measured: more is slower
AWAY = timedelta(seconds=10)  # until Temporal is asked for again
LATE = timedelta(minutes=5)
KEPT = timedelta(days=14)  # bytes of delivered mail, and what was sent in, once the case has it
KEYS_KEPT = timedelta(days=2)
ENDED_KEPT = timedelta(days=30)
PEOPLE_KEPT = timedelta(days=90)  # whom a finding that is cured was about

log = structlog.stdlib.get_logger(__name__)


async def repeat(name: str, work: Callable[[], Awaitable[object]], every: float, stop: asyncio.Event) -> None:
    """Does it again and again until told to stop, whatever fails."""
    while not stop.is_set():
        try:
            await work()
        except Exception as error:  # the next round may be luckier; the loop itself must never end
            log.warning("chore.failed", component=name, exc_info=error)
        await _rest(stop, every)


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def some_at_once(work: Iterable[Awaitable[object]]) -> None:
    """All of it, ten at a time."""
    several = asyncio.Semaphore(IN_FLIGHT)

    async def one(thing: Awaitable[object]) -> None:
        async with several:
            await thing

    await asyncio.gather(*(one(thing) for thing in work))


@dataclass
class Chores:
    """Each method is one round of one chore."""

    db: Database
    messenger: TemporalMessenger
    letters: Letters
    region: str
    now: Callable[[], datetime]
    found_before: set[str] = field(default_factory=set)
    timezone: str = "Europe/Berlin"
    thresholds: Thresholds = DEFAULTS
    files: FileStore | None = None
    budget: Budget = field(default_factory=Budget)
    calendars: CalendarFeeds | None = None

    async def redeliver(self) -> None:
        """Sends every happening that is not acknowledged, as long as there are any due."""
        while True:
            async with self.db.write() as session:
                due = await inbox.due(session, self.now())
            if due and not await self.messenger.reachable():
                await self._put_back(due)
                return
            await some_at_once(self.messenger.bring(letter) for letter in due)
            if len(due) < inbox.BATCH:
                return

    async def _put_back(self, letters: list[Letter]) -> None:
        """Temporal is away, for however long: these were no tries, and nothing is parked for it."""
        async with self.db.write() as session:
            for letter in letters:
                await inbox.put_back(session, letter.inbox_id, self.now() + AWAY)

    async def tell_refusals(self) -> None:
        """Those whose happening was refused after they had gone."""
        await tell_refusals(self.db, self.letters, self.now())

    async def sweep(self) -> None:
        """Looks at every case, wave and round whose wake-up is long due: mends what was lost, ended or cancelled.

        And at those with something to carry out, or with all answers: a look does no harm to one that is at it.
        """
        now = self.now()
        async with self.db.read() as session:
            found = [*await courses.forgotten(session, now - LATE)]
            found += map(Wave, await wave_courses.late(session, now - LATE))
            found += map(Round, await round_courses.late(session, now - LATE))
            unfinished: list[str] = [Wave(one) for one in await wave_courses.worth_a_look(session, now - LATE)]
            unfinished += map(Round, await round_courses.worth_a_look(session, now - LATE))
            parked = len(await inbox.parked(session))
            late = await outbox.late(session, now - LATE)
        minute = int(now.timestamp() // 60)
        looks = dict.fromkeys([*found, *unfinished])
        await some_at_once(self.messenger.look(one, f"sweep-{one}-{minute}") for one in looks)
        if found:
            log.warning("sweep.mended", count=len(found))
        if again := self.found_before & set(found):
            log.error("sweep.again", count=len(again), case_id=min(again))
        if parked:
            log.error("inbox.parked", count=parked)
        if late:
            log.warning("post.late", count=late)
        self.found_before = set(found)

    async def wake_sleepers(self) -> None:
        """Tells sleeping ideas that what they waited for has come about, each once; the clock is their own."""
        while news := await self._come_about():
            async with self.db.write() as session:
                letters = await sleepers.bring(session, news)
            await some_at_once(self.messenger.bring(letter) for letter in letters)
            log.info("sleepers.woken", count=len(letters))

    async def _come_about(self) -> list[sleepers.News]:
        now = self.now()
        async with self.db.read() as session:
            return await sleepers.come_about(session, now, local_date(now, ZoneInfo(self.timezone)))

    async def begin_waves(self) -> None:
        """Surveys that ask when something has happened to an idea."""
        begun = await Triggers(self.db, self.messenger, self.timezone, self.region).begin_waves(self.now())
        if begun:
            log.info("waves.begun", count=begun)

    async def remind_of_plan(self) -> None:
        """Owners of entries of the communication plan whose day has passed."""
        reminded = await remind_owners(self.db, self.letters.postbox, self.now(), self.timezone, self.region)
        if reminded:
            log.info("plan.reminded", count=reminded)

    async def send_digests(self) -> None:
        """The one mail a day of whoever has something waiting, once its hour has come."""
        sent = await Digests(self.db, self.letters.postbox, self.timezone, self.region, self.budget).send(self.now())
        if sent:
            log.info("digests.sent", count=sent)

    async def read_calendars(self) -> None:
        """Calendars at an address that say when people are away, each when it is due."""
        if self.calendars is not None and (read := await self.calendars.read_due(self.now())):
            log.info("calendars.read", count=read)

    async def watch(self) -> None:
        """Risks of the portfolio: looked for once an hour, and told once."""
        radar_ = Radar(self.db, self.letters.postbox, self.timezone, self.region, self.thresholds)
        lines, mails = await radar_.sweep(self.now())
        if lines or mails:
            log.info("radar.looked", count=lines, total=mails)

    async def read_again(self) -> None:
        """Words of cases that the search does not know yet: all of before an upgrade, and what an old part changed."""
        if many := await read_again(self.db):
            log.info("search.read", count=many)

    async def tidy(self) -> None:
        """Once a day: what was delivered or has expired goes; the calendar grows with the years."""
        now = self.now()
        days = closed_days(self.region, now.year)
        async with self.db.write() as session:
            await calendars.put(session, self.region, days, at=now)
        forgetting: dict[str, Callable[[Any], Awaitable[int]]] = {
            "mail": lambda s: outbox.wipe(s, now - KEPT, now),
            "inbox": lambda s: inbox.wipe(s, now - KEPT, now),
            "links": lambda s: links.forget(s, now - ENDED_KEPT),
            "sessions": lambda s: sessions.forget(s, now - ENDED_KEPT),
            "idempotency": lambda s: idempotency.forget(s, now - KEYS_KEPT),
            "contacts": lambda s: contacts.forget(s, now - contacts.KEPT),
            "submissions": lambda s: submissions.forget(s, now),
            "entries": lambda s: entries.forget(s, now),
            "supporters": lambda s: supporters.forget(s, now),
            "guests": lambda s: entries.forget_guests(s, now),
            "forms": lambda s: kept_forms.forget(s, now),
            "digests": lambda s: digests.forget(s, now - ENDED_KEPT),
            "radar": lambda s: radar_telling.forget_told(s, (now - ENDED_KEPT).date()),
            "radar_people": lambda s: radar_telling.forget_people(s, now - PEOPLE_KEPT),
        }
        for name, forget in forgetting.items():
            async with self.db.write() as session:
                gone = await forget(session)
            if gone:
                log.info("tidied", component=name, count=gone)
        if self.files is not None and (gone := await forget_files(self.db, self.files, now)):
            log.info("tidied", component="files", count=gone)
