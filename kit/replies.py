"""What an SMTP server's answer, or its silence, means for the mail it was about."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

LONGEST_REPLY = 200
ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
TOKEN = re.compile(r"\b[a-z2-7]{32}\b")
LATER_SLOWLY = frozenset({421, 432, 451, 452})
NOT_ABOUT_THE_MAIL = frozenset({530, 534, 535, 538})  # sign-in or encryption is wrong
TOO_LARGE = frozenset({523, 552})


class Phase(StrEnum):
    """How far the conversation came."""

    CONNECT = "connect"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


class Outcome(StrEnum):
    """What became of the mail.

    sent: accepted. retry: not accepted for sure, later perhaps. refused: not accepted, never to this
    recipient. unknown: perhaps accepted. down: the server cannot be used at all; nothing to do with the mail.
    """

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DOWN = "down"


WITHOUT_ANSWER = {
    Phase.CONNECT: Outcome.DOWN,
    Phase.AUTH: Outcome.DOWN,
    Phase.MAIL: Outcome.RETRY,
    Phase.RCPT: Outcome.RETRY,
    Phase.DATA: Outcome.UNKNOWN,
}


def classify(code: int | None, phase: Phase) -> Outcome:
    """The outcome for a failure reply from 400 to 599 in this phase, or for none at all (None).

    A permanent refusal of the sender (MAIL) concerns every mail alike, so it is "down": it must alarm the
    operator and not mark recipients as unreachable. Only "too large" there is about this one mail.
    """
    if code is None or not 400 <= code <= 599:
        return WITHOUT_ANSWER[phase]
    if phase in (Phase.CONNECT, Phase.AUTH) or code in NOT_ABOUT_THE_MAIL:
        return Outcome.DOWN
    if code < 500:
        return Outcome.RETRY
    if phase is Phase.MAIL and code not in TOO_LARGE:
        return Outcome.DOWN
    return Outcome.REFUSED


@dataclass(frozen=True)
class Sent:
    """What became of one mail, with the server's words; these hold no address and may be logged."""

    phase: Phase
    outcome: Outcome
    code: int | None
    text: str

    @classmethod
    def of(cls, phase: Phase, code: int | None, text: str) -> "Sent":
        """The result for a failure in this phase."""
        return cls(phase, classify(code, phase), code, without_addresses(text))

    @property
    def went_through(self) -> bool:
        """Whether this phase was passed."""
        return self.outcome is Outcome.SENT

    @property
    def throttled(self) -> bool:
        """Whether the server asks for fewer mails rather than for another try soon."""
        return self.outcome is Outcome.RETRY and self.code in LATER_SLOWLY

    @property
    def lost_before_data(self) -> bool:
        """Whether the connection ended while nothing had been handed over."""
        return self.outcome is Outcome.RETRY and self.code in (None, 421)


@lru_cache(maxsize=256)  # most replies are the same few
def without_addresses(reply: str) -> str:
    """The reply in one line, without addresses and link tokens, and not too long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in reply).split())
    return TOKEN.sub("…", ADDRESS.sub("…", line))[:LONGEST_REPLY]
