"""Sentences of the history about what waits for objections, and about objections; read by `api.office.history`."""

from collections.abc import Mapping

from domain.words import EventKind
from kit.i18n import N_

OBJECTIONS: Mapping[EventKind, tuple[str, str]] = {
    EventKind.HELD: (N_("What the answers come to waits until nobody can object to them any more."), "info"),
    EventKind.TOOK_EFFECT: (N_("Nobody objected to the decision in time: it takes effect."), "success"),
    EventKind.OBJECTED: (
        N_("{person} objected: the answer was not theirs. It counts no more, and they are asked again."),
        "warning",
    ),
    EventKind.OBJECTION_NOTED: (
        N_("{person} objected: the answer was not theirs. It was too late to undo it; the office was told."),
        "danger",
    ),
}
