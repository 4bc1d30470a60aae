"""A sentence for every code about who answers, and about objections, read by `api.sentences`; the levels in words."""

from collections.abc import Mapping

from domain.words import Assurance
from kit.i18n import N_

ASSURANCE: Mapping[str, str] = {
    "assurance.too_low": N_(
        "This task asks you to show that it is you. Open it from the newest mail, send your answer, and enter the code"
        " or sign in."
    ),
    "assurance.token": N_(
        "This task asks for more than a token (level {level}). Please answer it behind the link in the mail."
    ),
    "decision.held": N_("A decision is recorded and waits for the end of the time to object. Wait until it is over."),
    "objection.nothing_said": N_("No answer of yours is recorded here, so there is nothing to object to."),
    "objection.paused": N_(
        "The idea is paused, so nobody can be asked again yet. Your time to object stands meanwhile: please send this"
        " again once the idea goes on."
    ),
    "objection.done": N_("Your objection is recorded already. You need not send it again."),
}

LEVELS: Mapping[str, str] = {
    Assurance.L0: N_("link from the mailbox"),
    Assurance.L1: N_("link and code from the mailbox"),
    Assurance.L2: N_("signed in"),
    Assurance.TOKEN: N_("token of a program"),
}
