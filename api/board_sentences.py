"""What limits and measures say when something cannot be done."""

from collections.abc import Mapping

from kit.i18n import N_

BOARD: Mapping[str, str] = {
    "limit.stage_full": N_(
        "The next stage holds as many ideas as its limit allows (limit: {limit}). Move one of them on first, "
        "or give a reason for going beyond the limit."
    ),
    "limit.role_full": N_(
        "As many people are asked in this role as its limit allows (limit: {limit}). Wait for answers first, "
        "or give a reason for going beyond the limit."
    ),
    "limit.person_full": N_(
        "This person has as many open tasks as their limit allows (limit: {limit}). Choose somebody else; "
        "only the office can go beyond the limit, with a reason."
    ),
    "limits.stale": N_("Somebody else has set the limits meanwhile. Compare them with yours below, then save again."),
    "limits.number": N_("Enter a whole number from 0 to {most}, or leave the field empty for no limit."),
    "measure.wrong_stage": N_("Only an accepted idea or a project that was taken over is a measure."),
    "measure.same": N_("The measure is as far as that already. Choose another state, or leave it as it is."),
    "measure.not_next": N_("The measure cannot go there from where it is. Choose one of the states offered."),
    "measure.in_future": N_("The day has not come yet. Enter today or a day before."),
    "measure.before_last": N_("The day lies before the last change of this measure. Enter that day or a later one."),
    "live.full": N_("Too many boards are shown live at the moment. Reload the page to see what has changed."),
}
BOARD_NEEDED: Mapping[str, str] = {
    "measure": N_("Choose how far the measure is."),
    "since": N_("Enter the day since when this holds."),
}
