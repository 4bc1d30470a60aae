"""A sentence for every code about the communication plan and the map of stakeholders; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

COMMUNICATION: Mapping[str, str] = {
    "plan.unknown": N_("There is no such entry in the plan. Reload the list."),
    "stakeholder.unknown": N_("There is no such group on the map. Reload the map."),
    "plan.stale": N_("Somebody else has changed this meanwhile. Compare it with yours, then save again."),
    "plan.sent_already": N_("This was sent, so it stays as it was. Make a new entry for what is to be said next."),
    "plan.sent_in_the_future": N_("It cannot have been sent on a day to come. Check the date."),
    "plan.wave_is_mail": N_("Only mail can be proved by the invitations of a wave. Choose mail, or no wave."),
    "plan.other_audience": N_("This wave asks another audience, so it proves nothing about this group."),
    "plan.wave_proves": N_(
        "The mails of the wave are the proof as soon as they leave. Change the entry if they do not."
    ),
    "plan.group_missing": N_("Choose a group, or write the name of another one."),
    "plan.one_group": N_("Choose a group or write a name, not both."),
    "plan.message_missing": N_("Write what this group is to learn."),
    "plan.day_missing": N_("Enter the day on which it is to be sent."),
}
# What a field needs, by its name.
COMMUNICATION_NEEDED: Mapping[str, str] = {
    "channel": N_("Choose how it is sent."),
    "power": N_("Choose how much power the group has."),
    "interest": N_("Choose how much interest the group has."),
    "disposition": N_("Choose where the group stands now."),
    "wanted": N_("Choose where the group is wanted to stand."),
}
