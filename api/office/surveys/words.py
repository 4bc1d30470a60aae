"""What the office calls things about surveys: codes of the domain in words, as English sentence ids."""

from collections.abc import Mapping

from domain.survey.audience import External, Left
from domain.survey.modes import Mode
from domain.survey.versions import Cause, Change
from domain.survey.wave_words import WaveState
from kit.i18n import N_

MODES: Mapping[str, str] = {
    Mode.ANONYMOUS: N_("anonymous"),
    Mode.CONFIDENTIAL: N_("confidential"),
    Mode.NAMED: N_("with names"),
}
ABOUT_MODES: Mapping[str, str] = {
    Mode.ANONYMOUS: N_("Nobody in the office can tell who said what, not even later."),
    Mode.CONFIDENTIAL: N_("Answers are kept under a code; few people may find out whose it is, with a reason."),
    Mode.NAMED: N_("Answers are kept with the name of whoever gave them."),
}
STATES: Mapping[str, tuple[str, str]] = {  # words and tone
    WaveState.PLANNED: (N_("planned"), "neutral"),
    WaveState.INVITING: (N_("invitations under way"), "info"),
    WaveState.OPEN: (N_("taking answers"), "info"),
    WaveState.CLOSED: (N_("closed, results to come"), "accent"),
    WaveState.ANSWERING: (N_("answer to those asked is due"), "warning"),
    WaveState.DONE: (N_("completed"), "success"),
    WaveState.CANCELLED: (N_("called off"), "neutral"),
}
SELECTIONS: Mapping[str, str] = {
    "all": N_("everybody"),
    "sample": N_("a sample, drawn anew for each wave"),
    "third": N_("a third in turn, so that each is asked every third wave"),
}
EXTERNALS: Mapping[str, str] = {
    External.POLITICS: N_("politics"),
    External.BUSINESS: N_("business"),
    External.INSTITUTION: N_("institutions"),
    External.RESIDENT: N_("people who live here"),
    External.WORKER: N_("people who work here"),
}
LEFT: Mapping[str, str] = {
    Left.INACTIVE: N_("have left"),
    Left.UNCONFIRMED: N_("have no confirmed address"),
    Left.OPTED_OUT: N_("do not want to be asked"),
    Left.BOUNCED: N_("cannot be reached by mail"),
    Left.ABSENT: N_("are absent"),
    "contact.budget": N_("were written to too often lately"),
    "contact.too_late": N_("could not be written to before the close"),
}
TYPES: Mapping[str, str] = {
    "single": N_("one of several"),
    "multiple": N_("any of several"),
    "likert": N_("scale with words"),
    "ten": N_("0 to 10"),
    "number": N_("number"),
    "date": N_("date"),
    "short_text": N_("one line of text"),
    "long_text": N_("several lines of text"),
    "ranking": N_("order"),
    "consent": N_("consent"),
    "info": N_("text to read"),
}
CHANGES: Mapping[str, tuple[str, str]] = {
    Change.BROKEN: (N_("trend break"), "warning"),
    Change.ADDED: (N_("new"), "success"),
    Change.REMOVED: (N_("removed"), "danger"),
    Change.SAME: (N_("unchanged"), "neutral"),
}
CAUSES: Mapping[str, str] = {
    Cause.KIND: N_("another kind of question"),
    Cause.WORDING: N_("another wording"),
    Cause.SCALE: N_("other possible answers"),
    Cause.CONDITION: N_("shown to other people"),
}
NOTICES: Mapping[str, str] = {
    "voluntary": N_("Voluntary"),
    "purpose": N_("Purpose"),
    "recipients": N_("Recipients"),
    "evaluations": N_("Evaluations"),
}
HAPPENINGS: Mapping[str, str] = {
    "planned": N_("Planning of the wave"),
    "closed_early": N_("Closing before the date"),
    "cancelled": N_("Calling off"),
    "paused": N_("Pause"),
    "resumed": N_("Going on"),
    "responded": N_("Answer to those who were asked"),
    "invited": N_("Invitations that have left"),
    "counted": N_("Number of answers"),
    "evaluated": N_("Results"),
    "woken": N_("Alarm of the clock"),
    "exported": N_("Export"),
    "resolution_asked": N_("Question whose answer it is"),
    "resolution_confirmed": N_("Agreement of a second person"),
    "resolution_refused": N_("Refusal of a second person"),
    "resolution_withdrawn": N_("Withdrawal of that question"),
    "resolution_seen": N_("Look at whose answer it is"),
    "taking_asked": N_("Request for single answers"),
    "taking_confirmed": N_("Agreement to single answers"),
    "taking_refused": N_("Refusal of single answers"),
    "taking_withdrawn": N_("Withdrawal of a request for single answers"),
}
MAILS: Mapping[str, str] = {
    "survey_invitation": N_("Invitation"),
    "survey_reminder": N_("Reminder of the invitation"),
    "survey_response": N_("Answer to those who were asked"),
    "wave_refused": N_("Entry could not be taken"),
    "wave_note": N_("Note to the owner or the office"),
}
