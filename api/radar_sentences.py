"""A sentence for every code about findings of the radar; read by `api.sentences`."""

from collections.abc import Mapping

from kit.i18n import N_

RADAR: Mapping[str, str] = {
    "finding.unknown": N_("There is no such finding. Go back to the radar."),
    "finding.stale": N_(
        "Something has happened to this finding meanwhile: see its history. What you typed is still in the form; send"
        " it again if it still holds."
    ),
    "finding.cured": N_("This finding is cured: its trigger is gone. There is nothing left to do."),
    "finding.not_yours": N_("Somebody else sees to this finding by now. There is nothing left for you to do."),
    "finding.not_accepted": N_("It is not accepted any more, so there is nothing to take back."),
    "finding.until_past": N_("Enter a day from today on."),
    "finding.until_far": N_("Enter a day within a year. What is to be lived with for longer is looked at again then."),
    "finding.owner_unknown": N_("Choose somebody who is active here to see to it."),
}
RADAR_NEEDED: Mapping[str, str] = {
    "note": N_("Say what was done about it."),
    "accept_reason": N_("Say why it can be lived with."),
    "accept_until": N_("Enter the day until which it can be lived with."),
    "owner_reason": N_("Say why somebody else sees to it."),
}
