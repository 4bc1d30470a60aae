"""Invites, reminds and tells those whom a wave asks: in batches, each of them one transaction.

A batch holds its invitations and the people behind them until it is kept; so a kill at any moment costs nothing, two
workers never write to the same person twice, and the contact budget counts every mail of every wave.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from activities.survey_letters import Sending, SurveyLetters
from domain import calendar
from domain.survey.audience import Left, reason_to_leave
from domain.survey.contact import Budget, Plan, Purpose, Wish, plan_contacts
from domain.survey.wave_nouns import Wave
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import WaveState
from storage import audiences, contacts, invitations, people, wave_batches, waves, wordings
from storage.engine import Database
from storage.wave_batches import Claimed, Wanted

BATCH = 200
ELSEWHERE = 0.1  # seconds until somebody whom another batch holds is looked at again
WHILE_PAUSED = timedelta(days=1)
TOO_LATE = "contact.too_late"
OVER = "wave.over"  # the wave closed before it was their turn
IN_STATE: Mapping[Purpose, frozenset[WaveState]] = {
    Purpose.INVITATION: ASKING,
    Purpose.REMINDER: ASKING,
    Purpose.RESPONSE: frozenset({WaveState.DONE}),
}
Heartbeat = Callable[[str], None]


@dataclass(frozen=True)
class _Batch:
    """What one transaction did: whether anything is left to be done now, and else when."""

    written: int = 0
    more: bool = False
    elsewhere: bool = False
    again_at: datetime | None = None


class Invitations:
    """The errands of a wave; each may be run again at any time, and by several workers at once."""

    def __init__(
        self,
        db: Database,
        letters: SurveyLetters,
        budget: Budget,
        zone: str,
        mail_written: Callable[[], None] = lambda: None,
        batch: int = BATCH,
    ) -> None:
        """`mail_written` is called after each batch: the post office need not look by itself."""
        self.db, self.letters, self.budget, self.zone = db, letters, budget, ZoneInfo(zone)
        self._mail_written, self._batch_size = mail_written, batch

    async def invite(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        """Invites whoever may be invited now; when to come back for those who wait for the budget, if anybody does."""
        async with self.db.read() as session:
            wave, settled = await waves.load_wave(session, wave_id), await invitations.chosen(session, wave_id)
        if wave is not None and not settled and wave.state in ASKING:
            async with self.db.read() as session:
                choice = await invitations.choice(session, wave, calendar.local_date(now, self.zone))
            async with self.db.write() as session:
                await invitations.settle(session, wave_id, choice)
            heartbeat("chosen")
        return await self._errand(wave_id, Purpose.INVITATION, now, heartbeat)

    async def remind(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        """Reminds those who are still waited for, once for all dates that are over; when to come back, likewise."""
        return await self._errand(wave_id, Purpose.REMINDER, now, heartbeat)

    async def respond(self, wave_id: str, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        """Tells everybody who was asked what came of it, whether they took part or not."""
        return await self._errand(wave_id, Purpose.RESPONSE, now, heartbeat)

    async def _errand(self, wave_id: str, purpose: Purpose, now: datetime, heartbeat: Heartbeat) -> datetime | None:
        written = 0
        while True:
            async with self.db.write() as session:
                batch = await self._batch(session, wave_id, purpose, now)
            written += batch.written
            heartbeat(f"{purpose.value} {written}")
            if batch.written:
                self._mail_written()
            if batch.elsewhere:
                await asyncio.sleep(ELSEWHERE)
            elif not batch.more:
                return batch.again_at

    async def _batch(self, session: Any, wave_id: str, purpose: Purpose, now: datetime) -> _Batch:
        wave = await waves.load_wave(session, wave_id)
        if wave is None or wave.state is WaveState.PLANNED:
            return _Batch()
        if wave.state not in IN_STATE[purpose]:
            if purpose is Purpose.INVITATION:
                await invitations.leave_waiting(session, wave_id, OVER)
            return _Batch()
        if wave.paused_at is not None:
            when = await wave_batches.next_time(session, wave_id, purpose, now)
            return _Batch(again_at=None if when is None else max(when, now + WHILE_PAUSED))
        claimed = await wave_batches.next_batch(session, wave_id, purpose, now, self._batch_size)
        if not claimed:
            when = await wave_batches.next_time(session, wave_id, purpose, now)
            return _Batch(elsewhere=when is not None and when <= now, again_at=when)
        return _Batch(await self._write(session, wave, purpose, claimed, now), more=True)

    async def _write(
        self, session: Any, wave: Wave, purpose: Purpose, claimed: Sequence[Claimed], now: datetime
    ) -> int:
        """Writes to those who can be written to and whom the budget allows; what is with the others is kept."""
        able = await self._able(session, purpose, claimed, now)
        plan = await self._plan(session, [one.person for one in able], now)
        sends = {wish.id for wish in plan.sends}
        chosen = [one for one in able if _wish_id(purpose, one.id) in sends]
        wrong = await self._mail(session, wave, purpose, chosen, now)
        wrote = [one for one in chosen if one.id not in wrong]
        await invitations.leave(session, wrong, Left.BOUNCED.value)
        await wave_batches.written(session, wave, purpose, [one.id for one in wrote])
        await contacts.note(session, {one.person: purpose for one in wrote}, now)
        await self._skip(session, wave, purpose, able, plan)
        return len(wrote)

    async def _able(self, session: Any, purpose: Purpose, claimed: Sequence[Claimed], now: datetime) -> list[Claimed]:
        """Those who can be written to today. Whoever is away is not asked, but reminded or told when they are back."""
        who, today = [one.person for one in claimed], calendar.local_date(now, self.zone)
        why = {m.id: reason_to_leave(m) for m in await audiences.members(session, today, who)}
        away = purpose is not Purpose.INVITATION
        for reason in {reason for reason in why.values() if reason is not None} - ({Left.ABSENT} if away else set()):
            await invitations.leave(session, [one.id for one in claimed if why[one.person] is reason], reason.value)
        absent = [one for one in claimed if away and why[one.person] is Left.ABSENT]
        back = await wave_batches.back_on(session, [one.person for one in absent], today)
        mornings = {one.id: calendar.morning_of(back[one.person], self.zone) for one in absent}
        await wave_batches.postponed(session, mornings)
        return [one for one in claimed if why[one.person] is None]

    async def _plan(self, session: Any, who: Sequence[str], now: datetime) -> Plan:
        """All waves that would write to these people now compete for the same budget."""
        if not who:
            return Plan((), ())
        wanted = await wave_batches.wanted(session, who, now)
        wishes = [self._wish(one) for one in wanted]
        return plan_contacts(wishes, await contacts.recent(session, who, now), self.budget, now)

    def _wish(self, wanted: Wanted) -> Wish:
        since = wanted.since if isinstance(wanted.since, datetime) else calendar.morning_of(wanted.since, self.zone)
        until = None if wanted.closes_on is None else calendar.end_of(wanted.closes_on, self.zone)
        wish_id = _wish_id(wanted.purpose, wanted.id)
        return Wish(wish_id, wanted.person, wanted.purpose, since, wanted.priority, until)

    async def _mail(
        self, session: Any, wave: Wave, purpose: Purpose, to: Sequence[Claimed], now: datetime
    ) -> list[str]:
        asked = await wordings.exactly(session, wave.questionnaire)
        assert asked is not None, "a wave names its questionnaire by a foreign key"
        addresses = await people.addresses_of(session, (one.person for one in to))
        return await self.letters.put(session, Sending(wave, asked, purpose, now), to, addresses)

    async def _skip(self, session: Any, wave: Wave, purpose: Purpose, able: Sequence[Claimed], plan: Plan) -> None:
        """Keeps until when the budget makes them wait, and who is not written to any more: the wave closes before."""
        ours = {_wish_id(purpose, one.id): one.id for one in able}
        skips = [skip for skip in plan.skips if skip.wish in ours]
        later = {ours[skip.wish]: skip.again_at for skip in skips if skip.again_at is not None}
        late = [ours[skip.wish] for skip in skips if skip.again_at is None]
        await wave_batches.postponed(session, later)
        if purpose is Purpose.INVITATION:
            await invitations.leave(session, late, TOO_LATE)
        else:
            await wave_batches.written(session, wave, purpose, late)  # counts as done


def _wish_id(purpose: Purpose, invitation: str) -> str:
    return f"{purpose.value}:{invitation}"
