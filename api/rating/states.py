"""Where no rating is taken: why, and what can be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Response

from api.rating.visit import Visit
from domain.rounds.words import RoundState
from kit.i18n import N_


@dataclass(frozen=True)
class Words:
    """One state in words."""

    title: str
    happened: tuple[str, ...]
    can_do: tuple[str, ...] = (N_("You need not do anything."),)
    tone: str = "info"


CLOSED = Words(
    N_("This round is closed"),
    (
        N_("No more ratings are taken. What you said until then counts."),
        N_("The office decides next, and tells everybody whose idea was compared."),
    ),
)
WORDS: Mapping[str, Words] = {
    RoundState.ANNOUNCED: Words(
        N_("This round is not open yet"),
        (N_("Ratings are taken from its first day on."),),
        (N_("Open the link in your mail again on that day."),),
    ),
    RoundState.CLOSED: CLOSED,
    RoundState.COMPUTED: CLOSED,
    RoundState.DECIDED: Words(
        N_("This round is decided"),
        (N_("No more ratings are taken, and every idea has its result. Thank you for your help."),),
        tone="success",
    ),
    RoundState.CANCELLED: Words(
        N_("This round was called off"), (N_("Nothing is decided by it, and no ratings are taken."),)
    ),
    "removed": Words(
        N_("You are no longer asked in this round"),
        (N_("The office has taken you off the panel, so this link shows nothing any more."),),
        (N_("If you think that you should still be asked, ask the office."),),
    ),
}

AGAIN_CALLED_OFF = Words(
    N_("This round was called off"),
    (
        N_("It had been opened again, and no more ratings are taken."),
        N_("What was decided by it before stands; nothing else is decided by it."),
    ),
)
LEFT = Words(
    N_("This idea is no longer compared"),
    (
        N_("It was withdrawn, put off or decided on meanwhile, so nothing can be said of it in this round any more."),
        N_("What you said of other ideas stays as it is."),
    ),
    (N_("Go on with the other ideas of this round."),),
)


def state_page(visit: Visit, *, typed: Sequence[str] = (), status: int = 200) -> Response:
    """The page for a link that takes nothing; `typed` is what was sent too late, so that nobody wonders."""
    words = _words(visit)
    return visit.page("state.html", title=words.title, words=words, typed=list(typed), status=status)


def left_page(visit: Visit, *, typed: Sequence[str] = (), status: int = 200) -> Response:
    """The page for an idea that waits no longer, in a round that goes on without it."""
    return visit.page("state.html", title=LEFT.title, words=LEFT, typed=list(typed), status=status, goes_on=True)


def _words(visit: Visit) -> Words:
    """A round that was called off after it had decided leaves its decisions as they are."""
    decided = any(entry.fate is not None for entry in visit.round.entries)
    return AGAIN_CALLED_OFF if decided and visit.state == RoundState.CANCELLED else WORDS[visit.state]
