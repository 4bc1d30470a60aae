"""What the office calls things about communication: codes of the domain in words, as English sentence ids."""

from collections.abc import Mapping

from domain.communication.words import Channel, Did, Disposition, EntryState, Quadrant, Voice
from kit.i18n import N_

CHANNELS: Mapping[str, str] = {
    Channel.MAIL: N_("mail"),
    Channel.MEETING: N_("meeting"),
    Channel.NEWSPAPER: N_("newspaper"),
    Channel.INTRANET: N_("intranet"),
    Channel.NOTICE_BOARD: N_("notice board"),
    Channel.PRESS: N_("press release"),
    Channel.OTHER: N_("another way"),
}
STATES: Mapping[str, tuple[str, str]] = {  # words and tone
    EntryState.PLANNED: (N_("to come"), "neutral"),
    EntryState.DUE: (N_("due today"), "info"),
    EntryState.LATE: (N_("late, no proof"), "danger"),
    EntryState.SENT: (N_("sent, with proof"), "success"),
}
DISPOSITIONS: Mapping[str, str] = {
    Disposition.AGAINST: N_("against it"),
    Disposition.NEUTRAL: N_("neither for nor against"),
    Disposition.SUPPORTIVE: N_("supportive"),
}
SIGNS: Mapping[str, str] = {Disposition.AGAINST: "−", Disposition.NEUTRAL: "○", Disposition.SUPPORTIVE: "+"}
QUADRANTS: Mapping[str, str] = {
    Quadrant.MANAGE: N_("Manage closely"),
    Quadrant.SATISFY: N_("Keep satisfied"),
    Quadrant.INFORM: N_("Keep informed"),
    Quadrant.MONITOR: N_("Monitor"),
}
ADVICE: Mapping[str, str] = {
    Quadrant.MANAGE: N_("Decide with them: talk early and often, before anything is settled."),
    Quadrant.SATISFY: N_("Ask what they need, and spare them what does not concern them."),
    Quadrant.INFORM: N_("Tell them regularly, and ask them: they care, and know what those who decide do not."),
    Quadrant.MONITOR: N_("Look from time to time whether power or interest has changed."),
}
VOICES: Mapping[str, str] = {
    Voice.NONE: N_("never asked in a survey, and no idea came from them"),
    Voice.NOBODY: N_("nobody of them is known here, so nobody could be asked"),
    Voice.TOO_FEW: N_("never asked in a survey; too few to tell whether an idea came from them"),
}
DONE: Mapping[str, str] = {
    "added": N_("The entry is in the plan."),
    "changed": N_("The entry is changed."),
    "proved": N_("It is recorded that this was sent."),
    "removed": N_("The entry has left the plan."),
    "placed": N_("The map is saved."),
    "taken": N_("The group has left the map."),
}
HISTORY: Mapping[str, tuple[str, str]] = {  # words and tone
    Did.ADDED: (N_("Added."), "info"),
    Did.CHANGED: (N_("Changed."), "neutral"),
    Did.PROVED: (N_("It was recorded that this was sent on {on}."), "success"),
    Did.REMINDED: (N_("{owner} was reminded that this was due on {due_on}."), "warning"),
    Did.REMOVED: (N_("Removed; the texts are gone."), "danger"),
}
FIELDS: Mapping[str, str] = {
    "kind": N_("Group"),
    "ref": N_("Group"),
    "name": N_("Group"),
    "message": N_("Message"),
    "channel": N_("Channel"),
    "due_on": N_("Day"),
    "owner": N_("Responsible"),
    "wave": N_("Wave"),
    "theme": N_("Theme"),
    "power": N_("Power"),
    "interest": N_("Interest"),
    "disposition": N_("Stands"),
    "wanted": N_("Wanted"),
    "note": N_("Note"),
}
