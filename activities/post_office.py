"""Sends what the outbox holds, of all cases: a few connections, each with one mail in hand.

What became of a mail is committed before its connection takes the next one, so a kill costs at most one copy for each
connection. Fates that are known at the same moment, and the mails that are taken up next, share one transaction.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from activities.post import Post, Result, write_down
from kit.replies import Outcome, Phase, Sent
from kit.smtp import Session
from storage import delivery
from storage.delivery import Claimed
from storage.errors import StorageConflict, StorageError
from storage.tables import MailState

CONNECTIONS = 3  # mail providers allow no more at once
LEASE = 30.0  # seconds a mail is nobody else's; renewed for as long as it is in hand
BEAT = 5.0
POLL = 0.25  # seconds between two looks at the outbox: other processes write into it without a word
GATHER = 0.01  # seconds news waits for more, to share a transaction; and lets whoever brought it answer first
IDLE = 20.0  # seconds after which a connection that rests is closed
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds the office is closed while the server is away, doubled each time
GRACE = 6.0  # seconds mails in hand have to come to an end when the office is told to stop

log = structlog.stdlib.get_logger(__name__)


@dataclass
class _InHand:
    """A mail that a connection is busy with, or whose fate is not written down yet."""

    mail: Claimed
    session: Session
    sending: asyncio.Task[Result]

    @property
    def result(self) -> Result:
        """What the server said; a bug in between leaves open whether it got the mail."""
        bug = self.sending.exception()
        if bug is None:
            return self.sending.result()
        log.error("mail.sending_failed", mail_id=self.mail.id, exc_info=bug)
        return Sent(Phase.DATA, Outcome.UNKNOWN, None, type(bug).__name__)

    @property
    def server_is_away(self) -> bool:
        return isinstance(self.result, Sent) and self.result.outcome is Outcome.DOWN


class PostOffice:
    """One for each worker; several never send the same mail."""

    def __init__(self, post: Post, connections: int = CONNECTIONS) -> None:
        self.post = post
        self._free = [post.smtp.session() for _ in range(connections)]
        self._in_hand: list[_InHand] = []
        self._woken = asyncio.Event()
        self._beat = self._expired = self._rested_since = time.monotonic()
        self._closed_until = self._pause = 0.0
        self._doubtful: list[datetime] = []  # ends of leases of claims whose transaction ended without an answer

    def call(self) -> None:
        """Mail has been written: look now. Without a call the office looks by itself, a moment later."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Works until told to stop, then takes nothing up any more and lets the mails in hand come to an end."""
        working = asyncio.create_task(self._work(stop))
        try:
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({stopping, working}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            self._closed_until = float("inf")
            self.call()
            await asyncio.wait_for(working, GRACE)
        except TimeoutError:
            log.warning("post.left_in_hand", count=len(self._in_hand))
        finally:
            await self._leave(working)

    async def _work(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._patiently()
            await self._wait(POLL)
            await self._gather()

    async def _leave(self, working: asyncio.Task[None]) -> None:
        left = [working, *(one.sending for one in self._in_hand)]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await asyncio.gather(*(session.rest() for session in self._free))

    async def empty(self) -> None:
        """Sends whatever is due now; back when nothing is, and nothing is in hand."""
        while await self._exchange() or self._in_hand:
            await self._wait(POLL if self._free and not self._is_closed() else BEAT)
            await self._gather()

    async def _patiently(self) -> None:
        """A database that is away is waited for; what became of mails meanwhile is kept in mind."""
        try:
            await self.empty()
        except Exception as error:
            log.warning("post.interrupted", kind=type(error).__name__, exc_info=error)
            self._expired = time.monotonic() + LEASE  # others could not renew their leases either
            await asyncio.sleep(FIRST_PAUSE)

    async def _exchange(self) -> bool:
        """Writes down known fates and takes up mails that are due, in one transaction; whether any was taken up."""
        now = self.post.now()
        known = [one for one in self._in_hand if one.sending.done()]
        self._close_if_away(known)
        room = 0 if self._is_closed() else len(self._free) + len(known)
        if not (known or self._beat_is_due() or (room and await self._something_is_due(now))):
            await self._rest_if_idle()
            return False
        claimed = await self._written(known, now, room)
        for one in known:
            self._in_hand.remove(one)
            self._free.append(one.session)
            if one.server_is_away:
                await one.session.rest()  # else it goes on saying so when the server is back
        for mail in claimed:
            self._start(mail)
        return bool(claimed)

    async def _written(self, known: list[_InHand], now: datetime, room: int) -> list[Claimed]:
        try:
            async with self.post.db.write() as session:
                if known:
                    await write_down(session, [(one.mail, one.result) for one in known], now)
                await self._keep(session, [one.mail.id for one in self._in_hand if one not in known], now)
                await self._release(session)
                claimed = await delivery.claim(session, now, lease=LEASE, limit=room) if room else []
            self._doubtful = []
            return claimed
        except StorageConflict:  # one of them cannot be told to its case: it must not stop all others
            log.error("post.conflict", count=len(known))
            await self._give_up(known, now)
            return []
        except StorageError:  # perhaps it was kept all the same, and mails are ours that we do not know of
            self._doubtful.append(now + timedelta(seconds=LEASE))
            raise

    async def _release(self, session: Any) -> None:
        for until in self._doubtful:
            await delivery.release(session, until, [one.mail.id for one in self._in_hand])

    async def _keep(self, session: Any, busy: list[str], now: datetime) -> None:
        """Mails in hand stay ours, however slow the server is; those of an office that died are taken over."""
        clock = time.monotonic()
        if busy and clock - self._beat >= BEAT:
            await delivery.extend(session, busy, now + timedelta(seconds=LEASE))
            self._beat = clock
        if clock - self._expired >= BEAT:
            await delivery.expire(session, now)
            self._expired = clock

    async def _give_up(self, known: list[_InHand], now: datetime) -> None:
        for one in known:
            try:
                async with self.post.db.write() as session:
                    await write_down(session, [(one.mail, one.result)], now)
            except StorageConflict:
                async with self.post.db.write() as session:
                    await delivery.ended(session, one.mail.id, MailState.FAILED, reply="its fate could not be told")

    def _start(self, mail: Claimed) -> None:
        session = self._free.pop()
        sending = asyncio.create_task(self.post.hand_over(session, mail))
        sending.add_done_callback(lambda _: self._woken.set())
        self._in_hand.append(_InHand(mail, session, sending))
        self._rested_since = time.monotonic()

    async def _something_is_due(self, now: datetime) -> bool:
        async with self.post.db.read() as session:
            when = await delivery.next_try(session)
        return when is not None and when <= now

    def _beat_is_due(self) -> bool:
        return bool(self._in_hand) and time.monotonic() - self._beat >= BEAT

    # While the server is away

    def _close_if_away(self, known: list[_InHand]) -> None:
        """Closes for a while, ever longer: a dead server is not stormed."""
        if any(one.server_is_away for one in known):
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._closed_until = max(self._closed_until, time.monotonic() + self._pause)
            log.warning("post.server_away", wait_s=self._pause)
        elif known:
            self._pause = 0.0

    def _is_closed(self) -> bool:
        return time.monotonic() < self._closed_until

    async def _rest_if_idle(self) -> None:
        if not self._in_hand and (self._pause or time.monotonic() - self._rested_since > IDLE):
            await asyncio.gather(*(session.rest() for session in self._free))

    # Waiting

    async def _gather(self) -> None:
        """Waits a moment for more news, or until there is none to come: every mail in hand has its answer."""
        if not self._in_hand:
            await asyncio.sleep(GATHER)
        elif sending := [one.sending for one in self._in_hand if not one.sending.done()]:
            await asyncio.wait(sending, timeout=GATHER)

    async def _wait(self, seconds: float) -> None:
        """Until somebody calls, at most so long."""
        try:
            async with asyncio.timeout(seconds):  # waits in this task, without one more
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()
