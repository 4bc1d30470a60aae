"""A sentence for every code about clocks: silence, more time, and a case that is paused; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

CLOCKS: Mapping[str, str] = {
    "case.paused": N_(
        "The idea is paused, so this cannot be done now. Your entries are kept here. Wait until it goes on."
    ),
    "pause.not_paused": N_("The idea is not paused any more. Reload the page to see where it is."),
    "task.silent": N_(
        "The time for this is over; that nothing was said has been recorded. Ask the office if you object."
    ),
    "complete.already": N_(
        "It is recorded already that the documents are complete. Reload the page to see since when."
    ),
    "extend.not_later": N_("That is no more time: it is due on {due}. Choose a later day."),
    "extend.too_far": N_("That is more than the process allows. Choose {latest} at the latest."),
    "extend.closed_day": N_("Nobody works on this day. Choose {next}, for example."),
}
