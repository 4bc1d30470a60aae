"""A link to a co-signature that ended without a signature: what happened, and why, where the office tells it."""

from collections.abc import Mapping

from api.links.opened import Door, Opened, unsigned
from api.links.state_words import NOTHING_TO_DO, Words
from domain.words import EventKind
from kit.i18n import N_

_NOT_NEEDED = N_("Your signature is no longer needed")
_NOTHING_SAID = N_("Nothing is recorded as a signature or a remark of yours.")
_KEPT = N_("If you had begun to write a remark, send it from the page you have open: it is shown here for copying.")
_TO_DO = (NOTHING_TO_DO, _KEPT)
# By what the office changed, else by what ended it.
UNSIGNED: Mapping[str, Words] = {
    "remove": Words(
        _NOT_NEEDED, (N_("The office has taken your step out of the co-signature."), _NOTHING_SAID), _TO_DO
    ),
    "replace": Words(
        _NOT_NEEDED, (N_("The office has asked somebody else to sign in your place."), _NOTHING_SAID), _TO_DO
    ),
    EventKind.SIGN_OFF_CHANGED: Words(
        _NOT_NEEDED, (N_("The office has changed the co-signature."), _NOTHING_SAID), _TO_DO
    ),
    EventKind.SIGN_OFF_STOPPED: Words(
        _NOT_NEEDED,
        (N_("The office has stopped the co-signature and weighs the idea again."), _NOTHING_SAID),
        _TO_DO,
    ),
    EventKind.SIGN_REFUSED: Words(
        _NOT_NEEDED,
        (
            N_("Somebody who was asked at the same time refused or said nothing in time; that ended the co-signature."),
            _NOTHING_SAID,
        ),
        _TO_DO,
    ),
    EventKind.SIGN_SENT_BACK: Words(
        N_("The idea was sent back before you signed"),
        (N_("Somebody who was asked at the same time sent it back to somebody who had signed."), _NOTHING_SAID),
        (N_("When it is your turn again, a mail with a new link comes."), _KEPT),
    ),
}


def why_unsigned(opened: Opened) -> str:
    """The office's reason, where it was written for whoever had the step too; "" otherwise."""
    event = unsigned(opened.events, opened.assignment) if opened.door is Door.UNSIGNED else None
    if event is None or not event.facts.get("told"):
        return ""
    return next((r.internal for r in opened.case.reasons if r.id == event.facts.get("reason")), "")
