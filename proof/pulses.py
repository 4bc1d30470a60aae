"""A year of pulses in virtual time: the real rules, storage and errands, and a plain loop in place of the courses."""

import heapq
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from activities.invite import Invitations
from activities.post import Result, write_down
from activities.wave_letters import WaveLetters
from domain.survey.modes import Mode
from domain.survey.survey import SurveyPlan
from domain.survey.wave import advance_wave
from domain.survey.wave_happenings import WAVE_HAPPENING, WavePlan, wave_woken
from domain.survey.wave_nouns import Wave, WaveWorld
from domain.survey.wave_words import Errand, WaveState
from domain.words import Via
from domain.world import ClosedDays, Person
from storage import delivery, invitations, sql, waves
from storage.delivery import Claimed
from storage.engine import Database
from storage.tables import AbsenceRow, AudienceRow, InvitationRow, SurveyRow, WaveRow, WaveTopicRow
from tests.storage import asking
from tests.storage.inviting import LETTERS, ZONE, quiet

Act = Callable[[], Any]


@dataclass
class Year:
    """Time goes from one thing that is due to the next; whatever a worker does waits while there is none."""

    db: Database
    errands: Invitations
    closed_days: ClosedDays
    staff: Mapping[str, Person]
    answers: Callable[[str, datetime], Result]  # of the mail server: person and time
    away: tuple[datetime, datetime]  # while no worker runs
    now: datetime
    wakes: dict[str, datetime | None] = field(default_factory=dict)
    again: dict[tuple[str, Errand], datetime] = field(default_factory=dict)
    arrived: Callable[[Claimed], None] = lambda _: None
    _acts: int = 0
    _script: list[tuple[datetime, int, Act]] = field(default_factory=list)

    def at(self, when: datetime, act: Act) -> None:
        """What people do then, whether a worker runs or not."""
        self._acts += 1
        heapq.heappush(self._script, (when, self._acts, act))

    async def until(self, end: datetime) -> None:
        """Lets time go on."""
        while (due := self._next()) is not None and due < end:
            self.now = max(self.now, due)
            while self._script and self._script[0][0] <= self.now:
                await heapq.heappop(self._script)[2]()
            if not self.away[0] <= self.now < self.away[1]:
                await self._work()
        self.now = end

    def _next(self) -> datetime | None:
        work = [when for when in (*self.wakes.values(), *self.again.values()) if when is not None]
        first = min(work, default=None)
        if first is not None and self.away[0] <= max(first, self.now) < self.away[1]:
            first = self.away[1]
        script = self._script[0][0] if self._script else None
        return min((when for when in (first, script) if when is not None), default=None)

    async def _work(self) -> None:
        """First every clock that rings, then every errand that is open, then the post."""
        for wave, wake in list(self.wakes.items()):
            if wake is not None and wake <= self.now:
                await self.happens(wave, lambda old: wave_woken(old.seq, self.now))
        for (wave, errand), due in sorted(self.again.items()):
            if due <= self.now:
                await self._errand(wave, errand)
        await self._post()

    async def _errand(self, wave: str, errand: Errand) -> None:
        del self.again[wave, errand]
        if errand is Errand.EVALUATE:
            await self.happens(wave, self._happening("evaluated", "clock", Via.CLOCK))
            return
        acts = {Errand.INVITE: self.errands.invite, Errand.REMIND: self.errands.remind}
        back = await acts.get(errand, self.errands.respond)(wave, self.now, quiet)
        if back is not None:
            assert back > self.now
            self.again[wave, errand] = back
        if errand is Errand.INVITE:
            async with self.db.read() as session:
                counted = await invitations.counts(session, wave)
            given = {"invited": counted.invited, "waiting": counted.waiting}
            await self.happens(wave, self._happening("invited", "post", Via.POST, **given))

    def _happening(self, kind: str, by: str, via: Via, **given: Any) -> Callable[[Wave], Any]:
        known = {"kind": kind, "id": uuid4().hex, "by": by, "via": via, "at": self.now}
        return lambda _: WAVE_HAPPENING.validate_python(known | given)

    async def happens(self, wave_id: str, happening: Callable[[Wave], Any]) -> None:
        """One step, as a course records it."""
        world = WaveWorld(self.now, ZONE, self.closed_days, self.staff)
        async with self.db.write() as session:
            wave = await waves.load_wave(session, wave_id, lock=True)
            assert wave is not None
            step = advance_wave(wave, happening(wave), world)
            await _save(session, step.wave)
            await WaveLetters(LETTERS.postbox).write(session, step.wave, step, world)
        self.wakes[wave_id] = step.wave.wake
        self.again |= {(wave_id, errand): self.now for errand in step.errands}

    async def responds(self, wave: str, owner: str) -> None:
        """The owner publishes the answer."""
        topic = dict.fromkeys(("about", "result", "decision", "reason"), "Mehr Zeit")
        topics = [topic | {"owner": owner, "due_on": self.now.date() + timedelta(days=90)}]
        await self.happens(wave, self._happening("responded", owner, Via.OFFICE, topics=topics))

    async def _post(self) -> None:
        while True:
            async with self.db.write() as session:
                taken = await delivery.claim(session, self.now, limit=200)
                results = [(mail, self.answers(mail.person_id, self.now)) for mail in taken]
                await write_down(session, results, self.now)
            for mail in taken:
                self.arrived(mail)
            if not taken:
                return

    # What is there before

    async def plan(
        self, audience: str, departments: list[str], owner: str, starts: date, closes: date, **given: Any
    ) -> str:
        """A survey of these departments with one wave."""
        survey = SurveyPlan.model_validate({"title": {"de": "Puls", "en": "Pulse"}, **given})
        made = await asking.add_survey(self.db, owner, Mode.ANONYMOUS, survey)
        wave = await asking.add_wave(self.db, made, owner, state=WaveState.PLANNED)
        kept = {"saved_at": self.now, "saved_by": owner, "id": audience}
        content = {"id": audience, "title": {"de": audience}, "departments": departments}
        rows = sql.table(SurveyRow), sql.table(WaveRow)
        async with self.db.write() as session:
            await sql.insert_or_ignore(session, AudienceRow, kept | {"content": content})
            await session.execute(update(rows[0]).where(rows[0].c.id == made).values(audience=audience))
            fresh = {"plan": None, "started_at": None, "starts_on": None, "closes_on": None}
            await session.execute(update(rows[1]).where(rows[1].c.id == wave).values(fresh))
        plan = WavePlan(starts_on=starts, closes_on=closes, remind_after=survey.remind_after)
        await self.happens(wave, self._happening("planned", owner, Via.OFFICE, plan=plan))
        return wave

    async def takes_part(self, wave: str, person: str) -> None:
        """The flag of whoever was asked."""
        row = sql.table(InvitationRow)
        this = row.c.wave == wave, row.c.person_id == person, row.c.state == "invited"
        async with self.db.write() as session:
            await session.execute(update(row).where(*this).values(answered=True))

    async def is_away(self, person: str, first: date, last: date) -> None:
        """Absent on these days."""
        async with self.db.write() as session:
            await sql.insert(session, AbsenceRow, [{"person_id": person, "first_day": first, "last_day": last}])


async def _save(session: Any, wave: Wave) -> None:
    row = sql.table(WaveRow)
    names = {column.name for column in row.c} - {"id"}
    values = {one.name: getattr(wave, one.name) for one in fields(Wave) if one.name in names}
    values["plan"] = None if wave.plan is None else json.loads(wave.plan.model_dump_json())
    values["remind_on"] = [day.isoformat() for day in wave.remind_on]
    values |= {"state": wave.state.value, "mode": wave.mode.value}
    await session.execute(update(row).where(row.c.id == wave.id).values(values))
    for position, topic in enumerate(wave.topics):
        kept = {one.name: getattr(topic, one.name) for one in fields(replace(topic))}
        await sql.insert_or_ignore(session, WaveTopicRow, kept | {"wave": wave.id, "position": position})
