"""The closed vocabularies of communication."""

from enum import StrEnum


class GroupKind(StrEnum):
    """How a group is named."""

    AUDIENCE = "audience"  # a saved filter over the people who are known
    EXTERNAL = "external"  # what people outside are to the city
    NAMED = "named"  # by its name: an organisation, or people nobody here knows yet


class Channel(StrEnum):
    """By what a message reaches a group."""

    MAIL = "mail"
    MEETING = "meeting"
    NEWSPAPER = "newspaper"
    INTRANET = "intranet"
    NOTICE_BOARD = "notice_board"
    PRESS = "press"
    OTHER = "other"


class EntryState(StrEnum):
    """Where an entry of the plan stands."""

    PLANNED = "planned"
    DUE = "due"
    LATE = "late"
    SENT = "sent"


class Disposition(StrEnum):
    """How a group stands to what is planned."""

    AGAINST = "against"
    NEUTRAL = "neutral"
    SUPPORTIVE = "supportive"


class Quadrant(StrEnum):
    """What power and interest call for (Mendelow 1991)."""

    MANAGE = "manage_closely"
    SATISFY = "keep_satisfied"
    INFORM = "keep_informed"
    MONITOR = "monitor"


class Voice(StrEnum):
    """Whether a group has been heard, as far as that may be told."""

    HEARD = "heard"
    NONE = "none"  # never asked, and no idea of theirs
    NOBODY = "nobody"  # nobody of it is known here, so nobody could be asked
    TOO_FEW = "too_few"  # never asked; whether an idea came from so few people is not told


class Did(StrEnum):
    """What the history of an entry or a group records."""

    ADDED = "added"
    CHANGED = "changed"
    PROVED = "proved"
    REMINDED = "reminded"
    REMOVED = "removed"
