"""Sends what the outbox holds: one mail in hand at a time, its fate written down before the next is touched."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from activities.fate import Fate, fate
from contracts.post import sealed_mail, sealed_recipient
from domain.happenings import Bounced
from domain.words import Via
from kit.modes import Mode, Simulate, Suppress
from kit.replies import Outcome, Phase, Sent
from kit.sealing import KeyRing, SealBroken
from kit.smtp import Session, Smtp
from storage import inbox, outbox
from storage.engine import Database
from storage.errors import StorageError
from storage.outbox import Claimed
from storage.tables import MailState

LEASE = 30.0  # seconds; renewed for as long as the courier lives
BEAT = 5.0
SLOWEST = 120.0  # no server may take longer for one mail

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Left:
    """What a round left behind: when something is due again (None: nothing waits), and whether the server is away."""

    due: datetime | None = None
    down: bool = False


@dataclass(frozen=True)
class Post:
    """The outbox on one side, an SMTP server on the other."""

    db: Database
    keys: KeyRing
    smtp: Smtp
    mode: Mode
    sender: str
    now: Callable[[], datetime]

    async def deliver(self, case_id: str | None, beat: Callable[[], object]) -> Left:
        """Sends what is due for one case (None: of no case) over one connection; `beat` is called while it lasts."""
        async with self.smtp.session() as session:
            in_hand = await self._next(case_id)
            while isinstance(in_hand, Claimed):
                async with self._held(in_hand, beat):
                    result = await self._sent(session, in_hand)
                in_hand = await self._next(case_id, in_hand, result)
            return in_hand

    async def due(self, case_id: str | None) -> bool:
        """Whether there is anything to do now; takes no lock."""
        async with self.db.read() as reading:
            when = await outbox.next_try(reading, case_id)
        return when is not None and when <= self.now()

    async def _next(
        self, case_id: str | None, done: Claimed | None = None, result: Sent | Suppress | None = None
    ) -> Claimed | Left:
        """Writes down what became of one mail and takes the next in hand, or says what is left: one transaction."""
        now = self.now()
        async with self.db.write() as session:
            if done is not None and result is not None:
                await _write_down(session, done, result, now)
            if isinstance(result, Sent) and result.outcome is Outcome.DOWN:
                return Left(now, down=True)
            claimed = await outbox.claim(session, case_id, now, lease=LEASE, limit=1)
            return claimed[0] if claimed else Left(await outbox.next_try(session, case_id))

    @asynccontextmanager
    async def _held(self, mail: Claimed, beat: Callable[[], object]) -> AsyncIterator[None]:
        """Nobody else takes this mail up while its courier lives, however slow the server is."""
        beat()
        beating = asyncio.create_task(self._hold(mail, beat))
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)

    async def _hold(self, mail: Claimed, beat: Callable[[], object]) -> None:
        while True:
            await asyncio.sleep(BEAT)
            beat()
            try:
                async with self.db.write() as session:
                    await outbox.extend(session, mail.id, self.now() + timedelta(seconds=LEASE))
            except StorageError:
                continue  # the lease outlasts several beats

    async def _sent(self, session: Session, mail: Claimed) -> Sent | Suppress:
        try:
            to = self.keys.open(mail.recipient, sealed_recipient(mail.id)).decode("ascii")
            message = self.keys.open(mail.sealed, sealed_mail(mail.id))
        except SealBroken:  # a key is missing from the settings: the operator's matter, not the recipient's
            log.error("mail.seal_broken", mail_id=mail.id)
            return Sent(Phase.CONNECT, Outcome.RETRY, None, "the seal does not open")
        route = self.mode.routes(to)
        if isinstance(route, Suppress):
            return route
        if isinstance(route, Simulate):
            return route.result
        try:
            return await asyncio.wait_for(session.send(self.sender, to, message), SLOWEST)
        except TimeoutError:
            return Sent(Phase.DATA, Outcome.UNKNOWN, None, "too slow")


async def _write_down(session: Any, mail: Claimed, result: Sent | Suppress, now: datetime) -> None:
    """The mail's fate, and the case's news of it."""
    if isinstance(result, Suppress):
        await outbox.ended(session, mail.id, MailState.SUPPRESSED, reply=result.reason)
        return
    what = fate(mail, result, now)
    match what.state:
        case MailState.SENT:
            await outbox.sent(session, mail.id, now, code=result.code or 250, reply=result.text)
        case MailState.QUEUED if not what.counted:
            await outbox.put_back(session, mail.id, what.next_try, reply=result.text)
        case MailState.QUEUED:
            await outbox.later(session, mail.id, what.next_try, code=result.code, reply=result.text)
        case MailState.UNKNOWN:
            await outbox.uncertain(session, mail.id, what.next_try, reply=result.text)
        case _:
            await outbox.ended(session, mail.id, what.state, code=result.code, reply=result.text)
    if what.told and mail.case_id is not None:
        await inbox.put(session, mail.case_id, _bounced(mail, result, now))
    _tell(mail, result, what)


def _bounced(mail: Claimed, result: Sent, now: datetime) -> Bounced:
    return Bounced(
        id=uuid4().hex,
        by="post",
        via=Via.POST,
        at=now,
        mail=mail.id,
        person=mail.person_id,
        code=result.code or 0,
        assignment=mail.assignment,
    )


def _tell(mail: Claimed, result: Sent, what: Fate) -> None:
    """One line per mail: ids and codes."""
    tell = log.info if what.state is MailState.SENT else log.warning
    facts = {"mail_id": mail.id, "mail": mail.mail, "attempt": mail.attempts, "code": result.code}
    tell("mail.delivered", state=what.state.value, case_id=mail.case_id, outcome=result.outcome.value, **facts)
