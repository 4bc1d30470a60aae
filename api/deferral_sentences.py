"""A sentence for every code about deferrals and what they wait for; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

DEFERRALS: Mapping[str, str] = {
    "deferral.over": N_("The idea is awake already. Reload the page to see where it is."),
    "deferral.no_review": N_("This process has no review. Let the idea go on where it is weighed."),
    "deferral.year_gone": N_("This budget year has begun or is over. Enter a later one."),
    "deferral.year_after_latest": N_(
        "The idea wakes before this budget year comes up. Enter a later date, none at all, or an earlier year."
    ),
    "deferral.lead_too_long": N_("So long before the budget year lies in the past. Enter fewer working days."),
    "deferral.aim_without_goal": N_("Choose the goal too, or take the tick away below it."),
    "deferral.lead_without_year": N_("Enter the budget year too, or leave the working days empty."),
    "deferral.goal_unknown": N_("This goal is not there any more. Choose another one."),
    "deferral.idea_unknown": N_("There is no idea with this number. Check it; it looks like 2026-0042."),
    "deferral.idea_itself": N_("This is the number of the idea itself. Enter another one."),
    "deferral.idea_done": N_("The idea {number} is done already, so there is nothing to wait for. Enter another one."),
    "deferral.idea_over": N_("The idea {number} is closed and will not be done. Enter another one."),
    "deferral.idea_circle": N_(
        "The idea {number} waits for this one, itself or by way of others: they would wait for each other. Enter"
        " another one, or change what that one waits for."
    ),
    "deferral.supporters_least": N_("Enter how many new supporters there have to be: one at least."),
    "deferral.supporters_not_public": N_(
        "The idea is not public, so nobody can support it. Make it public first, or choose something else."
    ),
    "deferral.document_unknown": N_("This law or document is not on the list. Enter it there first."),
    "deferral.document_in_force": N_("This law or document is in force already. Choose another one."),
    "deferral.number_too_large": N_("Enter {most} at most."),
    "document.known": N_("A law or document of this name is on the list already."),
    "document.too_many": N_("There are {most} on the list: more could not be told apart. Use one of those."),
    "document.unknown": N_("This law or document is not there any more. Reload the list."),
}
