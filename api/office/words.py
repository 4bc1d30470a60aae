"""What the office calls things: codes of the domain in words, as English sentence ids."""

from collections.abc import Mapping

from domain.words import (
    AssignmentState,
    CommitmentAnswer,
    CommitmentState,
    Outcome,
    ProjectState,
    Source,
    Stage,
    State,
    TaskKind,
    Verdict,
    Via,
)
from kit.i18n import N_

STAGES: Mapping[str, str] = {
    Stage.INTAKE: N_("Intake"),
    Stage.REVIEW: N_("Review"),
    Stage.PRIORITISATION: N_("Prioritisation"),
    Stage.DECISION: N_("Decision"),
    Stage.FOLLOW_UP: N_("Follow-up"),
}
STATES: Mapping[str, tuple[str, str]] = {  # words and tone
    State.RECEIVED: (N_("being received"), "neutral"),
    State.TRIAGE: (N_("to be looked at"), "accent"),
    State.QUESTION: (N_("question open"), "warning"),
    State.REVIEWING: (N_("reviews under way"), "info"),
    State.CHANGES: (N_("changes asked for"), "warning"),
    State.PRIORITISING: (N_("to be weighed"), "accent"),
    State.DEFERRED: (N_("deferred"), "neutral"),
    State.DECIDING: (N_("to be decided"), "info"),
    State.PLANNING: (N_("commitments to be recorded"), "accent"),
    State.COMMITTED: (N_("commitments under way"), "info"),
    State.SETTLED: (N_("completed"), "success"),
    State.DECLINED: (N_("declined"), "neutral"),
    State.REJECTED: (N_("rejected"), "neutral"),
    State.WITHDRAWN: (N_("withdrawn"), "neutral"),
}
TASKS: Mapping[str, str] = {
    TaskKind.TRIAGE: N_("Look at the new idea"),
    TaskKind.REPLY: N_("Answer a question"),
    TaskKind.REVIEW: N_("Give a review"),
    TaskKind.STAFF: N_("Name somebody for a review"),
    TaskKind.CHANGES: N_("See to the changes asked for"),
    TaskKind.PRIORITISE: N_("Weigh the idea"),
    TaskKind.DECIDE: N_("Decide"),
    TaskKind.PLAN: N_("Record commitments"),
    TaskKind.COMMITMENT: N_("Say what became of a commitment"),
}
VERDICTS: Mapping[str, tuple[str, str]] = {
    Verdict.APPROVE: (N_("in favour"), "success"),
    Verdict.REJECT: (N_("against"), "danger"),
    Verdict.CHANGES: (N_("asks for changes"), "warning"),
}
ASSIGNMENTS: Mapping[str, str] = {
    AssignmentState.OPEN: N_("awaited"),
    AssignmentState.ANSWERED: N_("answered"),
    AssignmentState.HANDED_OVER: N_("handed over"),
    AssignmentState.REVOKED: N_("no longer needed"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.ACCEPTED: N_("accepted"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.DECLINED: N_("declined"),
    Outcome.WITHDRAWN: N_("withdrawn"),
    Outcome.SETTLED: N_("completed"),
}
COMMITMENTS: Mapping[str, tuple[str, str]] = {
    CommitmentState.OPEN: (N_("open"), "info"),
    CommitmentState.DONE: (N_("kept"), "success"),
    CommitmentState.DROPPED: (N_("given up"), "danger"),
}
COMMITMENT_ANSWERS: Mapping[str, str] = {
    CommitmentAnswer.DONE: N_("It is done"),
    CommitmentAnswer.LATE: N_("It will be later"),
    CommitmentAnswer.DROPPED: N_("It is given up"),
}
SOURCES: Mapping[str, str] = {
    Source.FORM: N_("public form"),
    Source.API: N_("interface (API)"),
    Source.OFFICE: N_("entered by the office"),
    Source.IMPORT: N_("import from a file"),
    Source.TAKEOVER: N_("project taken over"),
}
PROJECTS: Mapping[str, str] = {
    ProjectState.INITIATED: N_("initiated"),
    ProjectState.STARTED: N_("started"),
    ProjectState.IN_PROGRESS: N_("under way"),
}
VIAS: Mapping[str, str] = {
    Via.LINK: N_("by link"),
    Via.OFFICE: N_("at the office"),
    Via.API: N_("by the interface (API)"),
    Via.PUBLIC: N_("on the public page"),
    Via.IMPORT: N_("by import"),
    Via.CLOCK: N_("by itself"),
    Via.POST: N_("by the mail delivery"),
}
ROLES: Mapping[str, str] = {
    "office": N_("Office"),
    "reviewer": N_("Reviews"),
    "decider": N_("Decisions"),
    "owner": N_("Commitments"),
    "admin": N_("Administration"),
}
MAIL_STATES: Mapping[str, tuple[str, str]] = {
    "queued": (N_("waits to be sent"), "neutral"),
    "sending": (N_("being sent"), "neutral"),
    "sent": (N_("sent"), "success"),
    "unknown": (N_("unclear whether sent"), "warning"),
    "refused": (N_("refused"), "danger"),
    "suppressed": (N_("held back (trial)"), "neutral"),
    "failed": (N_("could not be sent"), "danger"),
}
HELD_BACK = (N_("held back: a text in it was blanked"), "warning")
HAPPENINGS: Mapping[str, str] = {
    "submitted": N_("Idea"),
    "taken_over": N_("Project"),
    "edited": N_("Change to the text"),
    "question_asked": N_("Question to the submitter"),
    "replied": N_("Reply of the submitter"),
    "accepted": N_("Acceptance"),
    "declined": N_("Declining the idea"),
    "withdrawn": N_("Withdrawal"),
    "published": N_("Publication"),
    "hidden": N_("Taking off the public pages"),
    "reported": N_("Report on the public page"),
    "measure_moved": N_("State of the measure"),
    "redacted": N_("Blanking of a text"),
    "answered": N_("Statement of a reviewer"),
    "handed_over": N_("Handing over of a task"),
    "reviewer_named": N_("Naming of a reviewer"),
    "reviewed_again": N_("Sending back for review"),
    "put_forward": N_("Putting forward"),
    "deferred": N_("Deferral"),
    "came_about": N_("What a deferred idea waited for"),
    "lifted": N_("Waking before its time"),
    "deferral_ended": N_("End of the deferral"),
    "decided": N_("Decision"),
    "promised": N_("Commitment"),
    "settled": N_("News of a commitment"),
    "surveyed": N_("Result of a survey"),
    "named_in_survey": N_("Naming in the answer to a survey"),
    "ranked": N_("Result of a round"),
    "missed_round": N_("Too late for a round"),
    "bounced": N_("Returned mail"),
    "woken": N_("Alarm of the clock"),
}
MAILS: Mapping[str, str] = {
    "idea_received": N_("Confirmation of receipt"),
    "triage_due": N_("New idea to look at"),
    "question": N_("Question to the submitter"),
    "reply_arrived": N_("Reply of the submitter"),
    "idea_accepted": N_("Idea is taken up"),
    "idea_declined": N_("Idea is not taken up"),
    "idea_withdrawn": N_("Confirmation of withdrawal"),
    "withdrawn_note": N_("Idea was withdrawn"),
    "no_longer_needed": N_("Review no longer needed"),
    "review_asked": N_("Request for a review"),
    "nobody_to_ask": N_("Nobody to ask"),
    "changes_asked": N_("Changes asked for"),
    "handed_over": N_("Task handed over"),
    "review_done": N_("Reviews complete (office)"),
    "review_done_submitter": N_("Reviews complete (submitter)"),
    "put_forward": N_("Idea goes to a decision"),
    "deferred": N_("Idea is deferred"),
    "deferral_over": N_("Deferral is over (office)"),
    "deferral_ended": N_("Deferral is over (submitter)"),
    "round_result": N_("Result of a round"),
    "round_missed": N_("Too late for a round"),
    "round_held": N_("Decision of a round could not be carried out"),
    "decision_asked": N_("Request for a decision"),
    "receipt": N_("Answer with decision and reasons"),
    "decided_note": N_("Note of the decision"),
    "promise_made": N_("Commitment for the person responsible"),
    "commitment_asked": N_("Question about a commitment"),
    "commitment_news": N_("News of a commitment"),
    "commitment_note": N_("News of a commitment (office)"),
    "reminder": N_("Reminder"),
    "office_reminder": N_("Reminder (office)"),
    "overdue": N_("Deadline has passed"),
    "plan_reminder": N_("Reminder of an entry of the communication plan"),
    "radar_note": N_("New findings of the radar"),
    "published": N_("Idea is public"),
    "hidden": N_("Idea is no longer public"),
    "reported": N_("Report on the public page"),
    "survey_result": N_("Result of a survey (office)"),
    "bounced": N_("Mail could not be delivered"),
    "new_link": N_("New link"),
    "refused_later": N_("Entry could not be taken"),
    "confirm_address": N_("Confirmation of an address"),
    "confirm_entry": N_("Confirmation of an address for an open survey"),
    "confirm_support": N_("Confirmation of an address for supporting an idea"),
    "signin_code": N_("Code for signing in"),
    "digest": N_("The one mail of the day"),
    "desk_link": N_("Link to a desk"),
    "desk_code": N_("Code for a desk"),
}


def word(table: Mapping[str, str], code: str | None) -> str:
    """The words for a code; the code itself for one that is not in the table."""
    return table.get(code or "", code or "")
