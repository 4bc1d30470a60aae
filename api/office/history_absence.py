"""Lines of the record about absence, about what the office took back, and about advice."""

from collections.abc import Mapping

from domain.words import EventKind
from kit.i18n import N_

# Sentence, tone, and which people fill it; the task does in any case.
Said = tuple[str, str, tuple[str, ...]]

SENTENCES: Mapping[EventKind, Said] = {
    EventKind.DEPUTISED: (
        N_("{person} is not there: {to} has the task “{task}”."),
        "info",
        ("person", "to"),
    ),
    EventKind.GIVEN_BACK: (N_("{to} is back and has the task “{task}” again."), "info", ("to",)),
    EventKind.NOBODY_STANDS_IN: (
        N_("{person} is not there, and nobody stands in for “{task}”. The office was told."),
        "warning",
        ("person",),
    ),
    EventKind.ADVICE_ASKED: (N_("{person} asked {of} for advice."), "neutral", ("person", "of")),
    EventKind.ADVICE_GIVEN: (N_("{of} gave {person} advice."), "neutral", ("person", "of")),
    EventKind.TAKEN_BACK: (N_("The office took the task “{task}” back from {person}."), "warning", ("person",)),
}
