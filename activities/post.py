"""One mail over one connection, and what becomes of it: unsealed, routed, handed over, written down."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from storage import delivery, inbox, invitations, mail_hours, people
from storage.delivery import Claimed
from storage.engine import Database
from storage.tables import MailState

NEVER_ARRIVED = frozenset({MailState.REFUSED, MailState.FAILED})
ASKED_FOR = frozenset({"new_link", "refused_later", "reply_kept"})  # somebody has just done something and waits
SLOWEST = 120.0  # seconds; no server may take longer for one mail

Result = Sent | Suppress

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Post:
    """The outbox on one side, an SMTP server on the other."""

    db: Database
    keys: KeyRing
    smtp: Smtp
    mode: Mode
    sender: str
    now: Callable[[], datetime]

    async def hand_over(self, session: Session, mail: Claimed) -> Result:
        """What the server said of this mail, or why it was not asked. Never raises for what servers or networks do."""
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
            async with asyncio.timeout(SLOWEST):
                return await session.send(self.sender, to, message)
        except TimeoutError:
            return Sent(Phase.DATA, Outcome.UNKNOWN, None, "too slow")


async def write_down(session: Any, results: Sequence[tuple[Claimed, Result]], now: datetime) -> None:
    """The mails' fates, and their cases' and waves' news of them. `session` is storage's."""
    taken: dict[str, tuple[int, str]] = {}
    for mail, result in results:
        if isinstance(result, Suppress):
            await delivery.ended(session, mail.id, MailState.SUPPRESSED, reply=result.reason)
            continue
        what = fate(mail, result, now)
        if what.state is MailState.SENT:
            taken[mail.id] = result.code or 250, result.text
        else:
            await _not_sent(session, mail, result, what, now)
        _tell(mail, result, what)
    await delivery.sent_all(session, taken, now)


async def _not_sent(session: Any, mail: Claimed, result: Sent, what: Fate, now: datetime) -> None:
    """What is written down already, by us or by whoever took the mail up since, is not told again."""
    mine: dict[str, Any] = {"reply": result.text, "attempt": mail.attempts}
    match what.state:
        case MailState.QUEUED if not what.counted:
            news = await delivery.put_back(session, mail.id, await _again(session, mail, what), **mine)
        case MailState.QUEUED:
            news = await delivery.later(session, mail.id, await _again(session, mail, what), code=result.code, **mine)
        case MailState.UNKNOWN:
            news = await delivery.uncertain(session, mail.id, await _again(session, mail, what), **mine)
        case _:
            news = await delivery.ended(session, mail.id, what.state, code=result.code, **mine)
    if not news or what.state not in NEVER_ARRIVED:
        return
    if what.told and mail.case_id is not None:
        await inbox.put(session, mail.case_id, _bounced(mail, result, now))
    if mail.wave is not None:
        await invitations.bounced(session, mail.wave, mail.person_id)
    if what.state is MailState.REFUSED and result.phase is Phase.RCPT:  # the address, not this mail
        await people.refused(session, mail.person_id, at=now)


async def _again(session: Any, mail: Claimed, what: Fate) -> datetime:
    """Not at night, where the process says so: unless somebody has just asked for it."""
    if mail.case_id is None or mail.once or mail.mail in ASKED_FOR:
        return what.next_try
    return await mail_hours.again(session, mail.case_id, mail.person_id, what.next_try)


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
