"""The closed vocabularies of a round, and who is told of what."""

from enum import StrEnum


class RoundState(StrEnum):
    """What a round waits for, or how it ended."""

    ANNOUNCED = "announced"  # its day
    OPEN = "open"  # ratings
    CLOSED = "closed"  # its ranking
    COMPUTED = "computed"  # the office's decision
    DECIDED = "decided"
    CANCELLED = "cancelled"


ENDED = frozenset({RoundState.DECIDED, RoundState.CANCELLED})


class Fate(StrEnum):
    """What a round decides of one idea."""

    PUT_FORWARD = "put_forward"
    DEFER = "defer"
    LEAVE = "leave"  # it stays in prioritisation, for the next round


class RoundErrand(StrEnum):
    """Something larger that the course carries out, in batches."""

    ASK = "ask"
    ASK_ADDED = "ask_added"  # only those whom nobody has written to yet
    REMIND = "remind"  # only those still waited for
    COMPUTE = "compute"
    LATE = "late"  # tells those whose idea came too late
    TELL = "tell"  # tells every idea what was decided


class RoundEventKind(StrEnum):
    """One line of a round's history. Ratings leave none: they are secret until it closes."""

    ANNOUNCED = "announced"
    OPENED = "opened"
    NOTHING_TO_RATE = "nothing_to_rate"
    NOBODY_TO_ASK = "nobody_to_ask"
    REMINDED = "reminded"
    EXTENDED = "extended"
    RATER_ADDED = "rater_added"
    RATER_REMOVED = "rater_removed"
    PANEL_GONE = "panel_gone"
    CLOSED = "closed"
    NOT_COMPUTED = "not_computed"
    COMPUTED = "computed"
    STILL_UNDECIDED = "still_undecided"
    REOPENED = "reopened"
    DECIDED = "decided"
    CANCELLED = "cancelled"


# What the office is told of, by the mail "round_note".
TELL_OFFICE = frozenset(
    {
        RoundEventKind.NOTHING_TO_RATE,
        RoundEventKind.NOBODY_TO_ASK,
        RoundEventKind.PANEL_GONE,
        RoundEventKind.NOT_COMPUTED,
        RoundEventKind.COMPUTED,
        RoundEventKind.STILL_UNDECIDED,
    }
)


class Says(StrEnum):
    """What a rater says of two ideas."""

    FIRST = "first"
    SECOND = "second"
    ALIKE = "alike"
    NOTHING = "nothing"  # cannot judge: it counts nowhere
