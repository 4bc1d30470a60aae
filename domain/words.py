"""The closed vocabularies: every code that is stored, sent or shown is named here once."""

from enum import StrEnum


class Stage(StrEnum):
    """Where in the process a case stands."""

    INTAKE = "intake"
    REVIEW = "review"
    PRIORITISATION = "prioritisation"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"


class State(StrEnum):
    """What a case waits for, or how it ended; derived from the case after every step."""

    RECEIVED = "received"
    TRIAGE = "triage"
    QUESTION = "question"
    REVIEWING = "reviewing"
    CHANGES = "changes"
    PRIORITISING = "prioritising"
    DEFERRED = "deferred"
    PAUSED = "paused"
    DECIDING = "deciding"
    PLANNING = "planning"
    COMMITTED = "committed"
    SETTLED = "settled"
    DECLINED = "declined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Outcome(StrEnum):
    """How a closed case ended, or what a decision said."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    SETTLED = "settled"


class TaskKind(StrEnum):
    """What is asked of people."""

    TRIAGE = "triage"
    REPLY = "reply"
    QUESTION = "question"
    REVIEW = "review"
    STAFF = "staff"
    RECONSIDER = "reconsider"
    CHANGES = "changes"
    REWORK = "rework"
    OWN_TIME = "own_time"
    PRIORITISE = "prioritise"
    SIGN = "sign"
    DECIDE = "decide"
    PLAN = "plan"
    COMMITMENT = "commitment"


# What the submitter does, all on the page of the idea.
OF_SUBMITTER = frozenset({TaskKind.REPLY, TaskKind.QUESTION, TaskKind.REWORK})


class Asked(StrEnum):
    """Whom a question is put to."""

    SUBMITTER = "submitter"
    OFFICE = "office"


class AssignmentState(StrEnum):
    """What became of one task for one person."""

    OPEN = "open"
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    REVOKED = "revoked"
    SILENT = "silent"
    BIASED = "biased"
    OBJECTED = "objected"


class SignState(StrEnum):
    """Where one step of a co-signature chain stands; all but the first are for good."""

    AHEAD = "ahead"
    SIGNED = "signed"
    OBJECTED = "objected"
    REFUSED = "refused"
    SENT_BACK = "sent_back"
    SILENT = "silent"
    SKIPPED = "skipped"
    REMOVED = "removed"


class SignResult(StrEnum):
    """How a co-signature chain ended."""

    SIGNED = "signed"
    REFUSED = "refused"
    STOPPED = "stopped"


class Silence(StrEnum):
    """What it means that somebody who was asked says nothing until the end."""

    CONSENT = "consent"
    NO_OBJECTION = "no_objection"
    ABSTENTION = "abstention"
    BLOCKED = "blocked"
    DECLINED = "declined"


class Verdict(StrEnum):
    """What a reviewer says of an idea."""

    APPROVE = "approve"
    REJECT = "reject"
    CHANGES = "changes"
    ABSTAIN = "abstain"
    NOT_MY_FIELD = "not_my_field"


class CommitmentState(StrEnum):
    """Where a promise stands; overdue is not a state but a matter of the date."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class CommitmentAnswer(StrEnum):
    """What the owner of a promise says when asked."""

    DONE = "done"
    LATE = "late"
    DROPPED = "dropped"


class Source(StrEnum):
    """How a case came in."""

    FORM = "form"
    API = "api"
    OFFICE = "office"
    IMPORT = "import"
    TAKEOVER = "takeover"


class ProjectState(StrEnum):
    """How far a project was when its case was taken over."""

    INITIATED = "initiated"
    STARTED = "started"
    IN_PROGRESS = "in_progress"


class MeasureState(StrEnum):
    """How far a measure is, once its idea was accepted or its project taken over."""

    PLANNED = "planned"
    RUNNING = "running"
    LIVE = "live"
    DONE = "done"
    STOPPED = "stopped"


class Assurance(StrEnum):
    """How sure it is who answers; a task asks for one of the first three."""

    L0 = "L0"  # whoever holds the link
    L1 = "L1"  # and the code that was mailed to them as they answered
    L2 = "L2"  # signed in, lately
    TOKEN = "token"  # noqa: S105 - by API: whoever holds one


class Via(StrEnum):
    """By which door a happening came."""

    LINK = "link"
    OFFICE = "office"
    API = "api"
    PUBLIC = "public"
    IMPORT = "import"
    CLOCK = "clock"
    POST = "post"


class Role(StrEnum):
    """What a person is entrusted with; a person may hold several."""

    OFFICE = "office"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    OWNER = "owner"


class EventKind(StrEnum):
    """One line of a case's history."""

    SUBMITTED = "submitted"
    TAKEN_OVER = "taken_over"
    EDITED = "edited"
    QUESTION_ASKED = "question_asked"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    TOOK_IN = "took_in"
    PARTED = "parted"
    LET_GO = "let_go"
    HEARD = "heard"
    SPLIT = "split"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    REPORTED = "reported"
    REVIEW_ASKED = "review_asked"
    NOBODY_TO_ASK = "nobody_to_ask"
    ANSWERED = "answered"
    CHANGES_ASKED = "changes_asked"
    REWORK_ASKED = "rework_asked"
    HANDED_IN = "handed_in"
    ASKED_BACK = "asked_back"
    ANSWERED_BACK = "answered_back"
    UNANSWERED = "unanswered"
    HANDED_OVER = "handed_over"
    ADVICE_ASKED = "advice_asked"
    ADVICE_GIVEN = "advice_given"
    BIAS_DECLARED = "bias_declared"
    DISAGREED = "disagreed"
    RECONSIDER_ASKED = "reconsider_asked"
    RECONSIDERED = "reconsidered"
    RECONSIDER_OVER = "reconsider_over"
    REVIEW_DONE = "review_done"
    PUT_FORWARD = "put_forward"
    DEFERRED = "deferred"
    DEFERRAL_ENDED = "deferral_ended"
    SIGN_OFF_STARTED = "sign_off_started"
    SIGN_ASKED = "sign_asked"
    SIGNED = "signed"
    SIGN_OBJECTED = "sign_objected"
    SIGN_REFUSED = "sign_refused"
    SIGN_SENT_BACK = "sign_sent_back"
    SIGN_SKIPPED = "sign_skipped"
    SIGN_PASSED_OVER = "sign_passed_over"
    SIGN_OFF_CHANGED = "sign_off_changed"
    SIGN_OFF_DONE = "sign_off_done"
    SIGN_OFF_STOPPED = "sign_off_stopped"
    DECISION_ASKED = "decision_asked"
    DECIDED = "decided"
    HELD = "held"
    TOOK_EFFECT = "took_effect"
    OBJECTED = "objected"
    OBJECTION_NOTED = "objection_noted"
    PROMISED = "promised"
    COMMITMENT_ASKED = "commitment_asked"
    COMMITMENT_DONE = "commitment_done"
    COMMITMENT_LATE = "commitment_late"
    COMMITMENT_DROPPED = "commitment_dropped"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    STILL_WAITING = "still_waiting"
    ESCALATED = "escalated"
    SILENCE = "silence"
    DEPUTISED = "deputised"
    GIVEN_BACK = "given_back"
    NOBODY_STANDS_IN = "nobody_stands_in"
    TAKEN_BACK = "taken_back"
    EXTENDED = "extended"
    COMPLETE = "complete"
    CLOCK_BEGAN = "clock_began"
    PAUSED = "paused"
    RESUMED = "resumed"
    SURVEYED = "surveyed"
    SENT_BACK = "sent_back"
    SURVEY_NOTED = "survey_noted"
    NAMED_IN_SURVEY = "named_in_survey"
    RANKED = "ranked"
    NOT_SELECTED = "not_selected"
    ROUND_HELD = "round_held"
    MISSED_ROUND = "missed_round"
    ABOVE_LIMIT = "above_limit"
    MEASURE_MOVED = "measure_moved"
    BOUNCED = "bounced"
    REDACTED = "redacted"
    CLOSED = "closed"
