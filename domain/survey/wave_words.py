"""The closed vocabularies of a wave, and who is told of what."""

from collections.abc import Mapping
from enum import StrEnum


class WaveState(StrEnum):
    """What a wave waits for, or how it ended."""

    PLANNED = "planned"  # its day
    INVITING = "inviting"  # everybody invited
    OPEN = "open"  # answers
    CLOSED = "closed"  # results
    ANSWERING = "answering"  # "Gefragt – Gesagt – Getan": the answer to those who were asked
    DONE = "done"  # that answer is published
    CANCELLED = "cancelled"  # before anybody was asked


ENDED = frozenset({WaveState.DONE, WaveState.CANCELLED})


class WaveEventKind(StrEnum):
    """One line of a wave's history. Answers leave none: their times would tell who gave them."""

    PLANNED = "planned"
    STARTED = "started"
    INVITED = "invited"
    STILL_INVITING = "still_inviting"
    REMINDED = "reminded"
    CLOSED = "closed"
    NOT_EVALUATED = "not_evaluated"
    RESPONSE_ASKED = "response_asked"
    RESPONSE_REMINDED = "response_reminded"
    RESPONSE_OVERDUE = "response_overdue"
    STILL_WAITING = "still_waiting"
    RESPONDED = "responded"
    CANCELLED = "cancelled"
    MISSED = "missed"
    NOBODY_ASKED = "nobody_asked"
    PAUSED = "paused"
    STILL_PAUSED = "still_paused"
    RESUMED = "resumed"
    EXPORTED = "exported"
    RESOLUTION_ASKED = "resolution_asked"
    RESOLUTION_CONFIRMED = "resolution_confirmed"
    RESOLUTION_REFUSED = "resolution_refused"
    RESOLUTION_WITHDRAWN = "resolution_withdrawn"
    RESOLUTION_SEEN = "resolution_seen"
    TAKING_ASKED = "taking_asked"
    TAKING_CONFIRMED = "taking_confirmed"
    TAKING_REFUSED = "taking_refused"
    TAKING_WITHDRAWN = "taking_withdrawn"


class ResolutionState(StrEnum):
    """How far a request that needs a second person has come: whose an answer is, or to take single answers along."""

    ASKED = "asked"
    CONFIRMED = "confirmed"  # by a second person
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Errand(StrEnum):
    """A large sending that the course carries out, in batches."""

    INVITE = "invite"
    REMIND = "remind"  # only those still waited for
    RESPOND = "respond"  # everybody who was invited and has not got it yet
    EVALUATE = "evaluate"


# Who is told of an event, by the mail "wave_" and its name; the owner reminded first, then the office.
TELL: Mapping[WaveEventKind, tuple[str, ...]] = {
    WaveEventKind.STILL_INVITING: ("office",),
    WaveEventKind.NOT_EVALUATED: ("office",),
    WaveEventKind.RESPONSE_ASKED: ("owner",),
    WaveEventKind.RESPONSE_REMINDED: ("owner",),
    WaveEventKind.RESPONSE_OVERDUE: ("owner", "office"),
    WaveEventKind.STILL_WAITING: ("owner", "office"),
    WaveEventKind.MISSED: ("owner", "office"),
    WaveEventKind.NOBODY_ASKED: ("owner", "office"),
    WaveEventKind.STILL_PAUSED: ("office",),
}
