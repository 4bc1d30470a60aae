"""The radar at work: runs the detectors over the database, keeps what they find, and tells whoever is to see to it."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from activities.calendar import closed_days
from activities.letter_links import Links
from activities.postbox import Letter, Postbox
from contracts.radar_mails import RadarFinding, RadarNote
from domain.calendar import local_date
from domain.communication.plan import time_to_remind
from domain.radar import ages, conflicts, goals, planning, priorities
from domain.radar import people as crowd
from domain.radar.found import Found
from domain.radar.life import Finding
from domain.radar.names import Names
from domain.radar.thresholds import DEFAULTS, Thresholds
from domain.radar.words import Trigger
from domain.telling import office_of
from domain.words import Role
from domain.world import Person
from kit import radar_sentences
from storage import goals as kept_goals
from storage import people, radar, radar_facts, radar_names, radar_telling
from storage.engine import Database
from storage.links import Link

MAIL = "radar_note"
PAGE = "/office/portfolio/radar"
FINDINGS = "/findings"  # below the address of a desk
LISTED = 10  # findings that a mail names; the others are counted

Sought = Mapping[Trigger, Iterable[Found]]

log = logging.getLogger(__name__)


class Radar:
    """Each method is safe to be called at any time, by several at once, and again after it failed half-way."""

    def __init__(
        self, db: Database, postbox: Postbox, timezone: str, region: str, thresholds: Thresholds = DEFAULTS
    ) -> None:
        self.db, self.postbox, self.region, self.thresholds = db, postbox, region, thresholds
        self.zone = ZoneInfo(timezone)

    async def sweep(self, now: datetime) -> tuple[int, int]:
        """Looks, at most once an hour, and tells: how many lines of history that made, and how many mails."""
        async with self.db.write() as session:
            due = await radar.may_look(session, now)
        return (await self.look(now) if due else 0), await self.tell(now)

    async def look(self, now: datetime) -> int:
        """Everything, now. A detector that fails leaves its findings as they were, and stops no other one."""
        seekers: tuple[Callable[[datetime], Awaitable[Sought]], ...] = (
            self._people,
            self._priorities,
            self._rounds,
            self._goals,
            self._ages,
            self._planning,
        )
        return sum([await self._try(seek, now) for seek in seekers])

    async def _try(self, seek: Callable[[datetime], Awaitable[Sought]], now: datetime) -> int:
        try:
            sought = await seek(now)
            return sum([await self._keep(trigger, list(found), now) for trigger, found in sought.items()])
        except Exception:
            log.exception("radar.failed component=%s", seek.__name__)
            return 0

    async def _keep(self, trigger: Trigger, found: Sequence[Found], now: datetime) -> int:
        today, lines, after = local_date(now, self.zone), 0, None
        for start in range(0, len(found), radar.BATCH):
            async with self.db.write() as session:
                batch = found[start : start + radar.BATCH]
                lines += await radar.keep_found(session, trigger, batch, now, today)
        keys = {one.key for one in found}
        while after != "":
            async with self.db.write() as session:
                cured, after = await radar.cure_others(session, trigger, keys, now, today, after or "")
            lines += cured
        return lines

    # Detectors, by what they read

    async def _people(self, now: datetime) -> Sought:
        known = self.thresholds
        asked = await radar_facts.asked(self.db, now - timedelta(days=known.asked_days))
        return {
            Trigger.PERSON_OVERLOADED: crowd.overloaded(await radar_facts.open_tasks(self.db), known),
            Trigger.ASKED_OFTEN: crowd.asked_often(asked, known),
        }

    async def _priorities(self, now: datetime) -> Sought:
        waiting = await radar_facts.unranked(self.db, now - timedelta(days=self.thresholds.unrated_days))
        return {Trigger.UNRATED: priorities.unrated(waiting, now, self.thresholds)}

    async def _rounds(self, _: datetime) -> Sought:
        computed = await radar_facts.computed(self.db)
        differ = (conflicts.disagreeing(one.round, field, self.thresholds) for one, field in computed)
        return {
            Trigger.TIED_AT_CUT: priorities.tied(one for one, _ in computed),
            Trigger.RATERS_DISAGREE: [found for round_ in differ for found in round_],
        }

    async def _goals(self, _: datetime) -> Sought:
        async with self.db.read() as session:
            tree = await kept_goals.tree(session)
        chosen = await radar_facts.contributions(self.db)
        return {Trigger.GOAL_UNCLEAR: goals.unclear_goals(tree), Trigger.GOAL_PULLED: conflicts.pulled(tree, chosen)}

    async def _ages(self, now: datetime) -> Sought:
        within = timedelta(days=self.thresholds.stays_within_days)
        pages = radar_facts.courses(self.db, within, now)
        stays = [stay async for page in pages for course in page for stay in ages.stays(course, now)]
        return {Trigger.STAYS_LONG: ages.stays_long(stays, self.thresholds)}

    async def _planning(self, now: datetime) -> Sought:
        ideas, frame = await radar_facts.planned(self.db), await radar_facts.frame(self.db)
        today = local_date(now, self.zone)
        needs = list(planning.dependencies(ideas, today, self.thresholds))
        return {
            Trigger.ROLE_OVERBOOKED: planning.overbooked(ideas.values(), frame, today),
            Trigger.BUDGET_EXCEEDED: planning.overspent(ideas.values(), frame, today),
            Trigger.NEEDS_CIRCLE: planning.circles(ideas.values()),
            Trigger.BOTH_CHOSEN: planning.both_chosen(ideas),
            **{trigger: [one for one in needs if one.trigger is trigger] for trigger in planning.NEEDS},
        }

    # Telling

    async def tell(self, now: datetime) -> int:
        """One mail to everybody who has something new to see to, one a working day at most; how many mails."""
        today = local_date(now, self.zone)
        if not time_to_remind(now, self.zone, closed_days(self.region, today.year).days):
            return 0
        async with self.db.read() as session:
            if not await radar_telling.anything_new(session, today):
                return 0
        async with self.db.write() as session:
            await radar.alone(session)
            new = await radar_telling.untold(session, today)
            recipients = await _recipients(session, new)
            had = await radar_telling.told_on(session, today)
            told = [one for one in new if (to := recipients[one.owner]) and not had & {p.id for p in to}]
            names = await radar_names.names(session, told)
            mine = _by_person(told, recipients)
            addresses = await people.addresses_of(session, mine)
            for person_id, (person, findings) in mine.items():
                letter = self._letter(person, findings, names, addresses[person_id], now)
                await self.postbox.put(session, letter)
            await radar_telling.note_told(session, mine, today)
            await radar_telling.told(session, told, now)
        if len(told) < len(new):
            log.info("radar.later count=%d", len(new) - len(told))
        return len(mine)

    def _letter(self, person: Person, findings: Sequence[Finding], names: Names, address: str, now: datetime) -> Letter:
        language = self.postbox.language(person.language)
        say, house = self.postbox.templates.catalogues.of(language), self.postbox.house
        listed = tuple(
            RadarFinding(
                subject=radar_sentences.subject(say, one, names, named=False),
                trigger=radar_sentences.trigger(say, one, names),
            )
            for one in findings[:LISTED]
        )
        office = Role.OFFICE in person.roles
        url, link = (f"{house.base_url.rstrip('/')}{PAGE}", None) if office else self._to_their_own(person, now)
        props = RadarNote(
            recipient_name=self.postbox.greeting(person.name, language),
            organisation=house.organisation,
            many=len(findings),
            findings=listed,
            office=office,
            link=url,
            expires_on=self.postbox.day(link.expires_at) if link is not None else None,
        )
        key = f"{MAIL}:{person.id}:{local_date(now, self.zone).isoformat()}"
        return Letter(MAIL, key, props, now, language, address, person.name, person.id, link=link)

    def _to_their_own(self, person: Person, now: datetime) -> tuple[str, Link]:
        """Their findings lie on their desk, beside what else waits for them: one kind of link, with the same end."""
        url, link = Links(self.postbox.house.base_url).to_desk(person.id, now)
        return f"{url}{FINDINGS}", link


async def _recipients(session: Any, findings: Sequence[Finding]) -> dict[str, tuple[Person, ...]]:
    """By owner whom to write to: the owner, if that is possible, else the office."""
    owners = await people.by_ids(session, {one.owner for one in findings})
    office = office_of(await people.holding(session, Role.OFFICE))
    addresses = await people.addresses_of(session, [*owners, *(person.id for person in office)])
    reachable = tuple(person for person in office if person.id in addresses)
    if findings and not reachable:
        log.warning("letters.no_address mail=%s person=office", MAIL)
    return {
        one.owner: (owners[one.owner],)
        if one.owner in addresses and one.owner in owners and owners[one.owner].active
        else reachable
        for one in findings
    }


def _by_person(
    findings: Sequence[Finding], recipients: Mapping[str, Sequence[Person]]
) -> dict[str, tuple[Person, list[Finding]]]:
    found: dict[str, tuple[Person, list[Finding]]] = {}
    for finding in findings:
        for person in recipients[finding.owner]:
            found.setdefault(person.id, (person, []))[1].append(finding)
    return found
