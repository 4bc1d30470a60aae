"""Writes people's daily mails: one per person and working day, from what is open and new when it is written."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4, uuid5
from zoneinfo import ZoneInfo

from activities.calendar import closed_days
from activities.letter_links import Links
from activities.postbox import IDS, Letter, Postbox
from contracts.desk_mails import Beside, BesideLine, Digest, IdeaNews, OpenTask
from domain.calendar import local_date
from domain.digest import hour_of, is_due, still_news
from domain.survey.contact import Budget, Purpose, free_at
from domain.survey.modes import Mode
from domain.words import Role, TaskKind
from domain.world import Person
from storage import contacts, digests, people, processes, radar_telling
from storage.digests import News
from storage.engine import Database
from storage.queries import desk_beside, own_desk
from storage.queries.desk import TaskLine
from storage.session import Session

MAIL = "digest"
MOST = 30  # lines of either kind in one mail; the desk has them all

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Digests:
    """One round of the chore: whoever has something waiting gets their mail of the day, once the hour has come."""

    db: Database
    postbox: Postbox
    timezone: str
    region: str
    budget: Budget = field(default_factory=Budget)

    async def send(self, now: datetime) -> int:
        """Writes the mails that are due; how many. One that fails holds up nobody else, and comes with the next."""
        due = await self._due(now)
        return sum([await self._tried(person, now) for person in due])

    async def _due(self, now: datetime) -> list[str]:
        zone = ZoneInfo(self.timezone)
        today = local_date(now, zone)
        async with self.db.read() as session:
            waits = await digests.oldest(session)
            definition = await processes.current(session) if waits else None
            had = await digests.written_on(session, today) if waits else set()
        if definition is None:
            return []
        hour, closed = hour_of(definition.digest_at), closed_days(self.region, today.year).days
        found = (one for one, oldest in waits.items() if one not in had and is_due(oldest, now, hour, zone, closed))
        return sorted(found)

    async def _tried(self, person_id: str, now: datetime) -> bool:
        try:
            return await self._written(person_id, now)
        except Exception as error:  # one bad recipient must not stop the others
            log.error("digest.failed person=%s kind=%s", person_id, type(error).__name__)
            return False

    async def _written(self, person_id: str, now: datetime) -> bool:
        """Mail, its note and what it says in one transaction; False where there is nothing to say, or nobody to."""
        today = local_date(now, ZoneInfo(self.timezone))
        async with self.db.write() as session:
            if not await digests.begin(session, person_id, today, now):
                return False
            person = await people.get(session, person_id)
            address = await people.address_of(session, person_id)
            waiting = await digests.waiting(session, person_id)
            news = [] if person is None else await _worth_saying(session, person, waiting)
            if person is None or not person.active or address is None or not news:
                await digests.said(session, waiting, "dropped")
                return False
            tasks = await own_desk.open_tasks(session, person)
            beside = await desk_beside.of_person(session, person_id, today)
            also = beside_lines(beside, self.postbox.language(person.language))
            duty = bool(tasks or also) or Role.OFFICE in person.roles
            if not duty and not await self._fits(session, person_id, now):
                return False  # it waits for another day
            found = await radar_telling.to_see_to(session, person_id, office=Role.OFFICE in person.roles, today=today)
            letter = self._letter(person, address, tasks, also, news, found, now)
            await self.postbox.put(session, letter)
            mail_id = uuid5(IDS, letter.key).hex
            await digests.said(session, waiting, mail_id)
            named = {one.item.case_id for one in news} | {task.case_id for task in tasks}
            named |= {one.case_id for one in beside.advice}
            await digests.written(session, person_id, today, mail_id, sorted(named))
            return True

    async def _fits(self, session: Session, person_id: str, now: datetime) -> bool:
        """Whether the contact budget has room for a mail that asks for nothing; then it counts."""
        known = await contacts.recent(session, [person_id], now)
        if free_at(known[person_id], self.budget, now) > now:
            return False
        await contacts.note(session, {person_id: Purpose.DIGEST}, now)
        return True

    def _letter(
        self,
        person: Person,
        address: str,
        tasks: Sequence[TaskLine],
        also: Sequence[BesideLine],
        news: Sequence[News],
        found: int,
        now: datetime,
    ) -> Letter:
        language = self.postbox.language(person.language)
        url, link = Links(self.postbox.house.base_url).to_desk(person.id, now)
        ideas = by_idea(news)
        props = Digest(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=self.postbox.house.organisation,
            link=url,
            expires_on=self.postbox.day(link.expires_at),
            open=len(tasks) + len(also),
            open_tasks=tuple(_line(task, now) for task in tasks[:MOST]),
            beside=tuple(also[:MOST]),
            changed=len(ideas),
            idea_news=tuple(ideas[:MOST]),
            found=found,
        )
        key = f"{MAIL}:{person.id}:{uuid4().hex}"  # the note of the day sees to it that there is one
        return Letter(MAIL, key, props, now, language, address, person.name, person.id, link=link)


async def _worth_saying(session: Any, person: Person, waiting: Sequence[News]) -> list[News]:
    """News of ideas this person still has to do with, of what is still to be done or was no task."""
    kinds = await digests.open_kinds(session, (one.item.case_id for one in waiting))
    return [
        one
        for one in waiting
        if (one.concerned or Role.OFFICE in person.roles)
        and still_news(one.item.event, open_task=one.open_task, open_kinds=kinds[one.item.case_id])
    ]


def by_idea(news: Iterable[News]) -> list[IdeaNews]:
    """Grouped by idea, each kind of news of it once."""
    found: dict[str, list[News]] = {}
    for one in news:
        found.setdefault(one.item.case_id, []).append(one)
    return [
        IdeaNews(
            number=ones[0].number, title=ones[0].title, events=tuple(dict.fromkeys(one.item.event for one in ones))
        )
        for ones in found.values()
    ]


def beside_lines(found: desk_beside.Beside, language: str) -> list[BesideLine]:
    """Rounds, surveys in which one is known, and advice.

    An anonymous survey is left out: mails are kept, and a row of them would say on which day somebody had answered.
    """
    rounds = [BesideLine(kind=Beside.ROUND, title=one.title, number="", until=one.closes_on) for one in found.rounds]
    surveys = [
        BesideLine(kind=Beside.SURVEY, title=one.title.in_(language), number="", until=one.closes_on)
        for one in found.surveys
        if one.mode is not Mode.ANONYMOUS
    ]
    advice = [BesideLine(kind=Beside.ADVICE, title=one.title, number=one.number, until=None) for one in found.advice]
    return [*rounds, *surveys, *advice]


def _line(task: TaskLine, now: datetime) -> OpenTask:
    return OpenTask(
        number=task.number,
        title=task.title,
        task=TaskKind(task.kind),
        due_on=task.due_on,
        overdue=task.overdue(now),
    )
