"""What becomes of a mail after one try: a rule from the server's answer to its next state, without any I/O."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit.replies import Outcome, Sent
from storage.delivery import Claimed
from storage.tables import MailState

FIRST_WAIT, LONGEST_WAIT = 60.0, 4 * 3600.0  # seconds, doubled each time
THROTTLED_WAIT = 300.0
CODE_WAIT = 5.0  # somebody sits and waits for it
TRIES = 15
TOO_OLD = timedelta(days=5)
CODE_TOO_OLD = timedelta(minutes=15)
REPORTS = frozenset({"bounced"})  # a report that comes back is not reported in turn: two dead mailboxes would ping-pong


@dataclass(frozen=True)
class Fate:
    """The mail's next state; when it is tried again; whether its case hears that it cannot be delivered."""

    state: MailState
    next_try: datetime
    told: bool = False
    counted: bool = True  # False: the server was away, so this was no try


def fate(mail: Claimed, result: Sent, now: datetime) -> Fate:
    """Everything is sent again identically until it is sent, refused or too old; one-time codes never after doubt."""
    match result.outcome:
        case Outcome.SENT:
            return Fate(MailState.SENT, now)
        case Outcome.DOWN:
            return Fate(MailState.QUEUED, now, counted=False)
        case Outcome.REFUSED:
            return Fate(MailState.REFUSED, now, told=_concerns_a_case(mail))
        case Outcome.UNKNOWN if mail.once:
            return Fate(MailState.UNKNOWN, now)
    if mail.attempts >= TRIES or now - mail.created_at > (CODE_TOO_OLD if mail.once else TOO_OLD):
        return Fate(MailState.FAILED, now, told=_concerns_a_case(mail))
    again = MailState.UNKNOWN if result.outcome is Outcome.UNKNOWN else MailState.QUEUED
    return Fate(again, now + timedelta(seconds=wait(mail, throttled=result.throttled)))


def wait(mail: Claimed, *, throttled: bool = False) -> float:
    """Seconds until the next try; scattered by the mail's id, so that a hundred do not come back at once."""
    first = CODE_WAIT if mail.once else THROTTLED_WAIT if throttled else FIRST_WAIT
    scatter = 1 + zlib.crc32(mail.id.encode()) % 256 / 1024
    return float(min(first * 2 ** (mail.attempts - 1) * scatter, LONGEST_WAIT))


def _concerns_a_case(mail: Claimed) -> bool:
    return mail.case_id is not None and bool(mail.person_id) and mail.mail not in REPORTS
