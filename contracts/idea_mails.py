"""What mails about ideas say, until they are decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.mail import Kind, Mail, Opens
from domain.words import EventKind, Stage, TaskKind


@dataclass(frozen=True, kw_only=True)
class OfIdea(Mail):
    """A mail about one idea."""

    number: str
    title: str
    link: str | None


@dataclass(frozen=True, kw_only=True)
class Dated(OfIdea):
    """A mail with the day on which the next thing is due."""

    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class OfTask(Dated):
    """A mail whose words depend on what is asked."""

    task: TaskKind


class IdeaReceived(Dated):
    """To the submitter: it has arrived."""


class TriageDue(Dated):
    """To the office: look at a new idea."""


class QuestionWaiting(Dated):
    """To the submitter: the office has a question."""


class ReplyArrived(Dated):
    """To the office: the submitter has replied."""


@dataclass(frozen=True, kw_only=True)
class IdeaAccepted(Dated):
    """To the submitter: the process takes it up."""

    stage: Stage
    public: bool


class IdeaDeclined(OfIdea):
    """To the submitter: the office said no."""


class IdeaWithdrawn(OfIdea):
    """To the submitter: it is taken back."""


class WithdrawnNote(OfIdea):
    """To the office: the submitter took it back."""


@dataclass(frozen=True, kw_only=True)
class NoLongerNeeded(OfIdea):
    """To reviewers: nothing to do any more."""

    change: EventKind  # why


@dataclass(frozen=True, kw_only=True)
class Merging(OfIdea):
    """To the submitter: what the idea has to do with another one from now on, or no longer."""

    other: str  # number of that one


class IdeaMerged(Merging):
    """To the submitter: it goes on in another one."""


class IdeaParted(OfIdea):
    """To the submitter: it goes on by itself again."""


class IdeaSplit(Merging):
    """To the submitter: a part of it became an idea of its own."""


@dataclass(frozen=True, kw_only=True)
class JoinedNews(Merging):
    """To the submitter: what became of the idea that theirs goes on in."""

    heard: EventKind


@dataclass(frozen=True, kw_only=True)
class Asked(Dated):
    """A request that may go to somebody in another's place."""

    instead_of: str = ""  # their name


@dataclass(frozen=True, kw_only=True)
class AskedAnew(Asked):
    """A request that may go to somebody who has answered it before."""

    again: bool = False


class ReviewAsked(AskedAnew):
    """To a reviewer: please review."""


class ReconsiderAsked(Dated):
    """To a reviewer: others see a criterion very differently, please look once more."""


class NobodyToAsk(OfTask):
    """To the office: somebody is to be named."""


class ChangesAsked(Dated):
    """To the office: a reviewer asks for changes."""


@dataclass(frozen=True, kw_only=True)
class HandedOver(OfTask):
    """To whoever was asked before: somebody else does it, and why, where that is an absence."""

    deputy: str = ""  # who stands in while its reader is away; "" where the task went for another reason
    comes_back: bool = False  # to its reader
    returned_to: str = ""  # who is there again; "" likewise


class ReviewDone(Dated):
    """To the office: the reviews are complete."""


class ReviewDoneSubmitter(Dated):
    """To the submitter: the reviews are complete."""


@dataclass(frozen=True, kw_only=True)
class PutForward(Dated):
    """To the submitter: it goes to a decision."""

    body: str  # which body decides, "" for a person


@dataclass(frozen=True, kw_only=True)
class Deferred(OfIdea):
    """To the submitter: not now."""

    until: date
    waits: tuple[str, ...]  # what may wake it before, in words


@dataclass(frozen=True, kw_only=True)
class DeferralEnded(Dated):
    """To the office: a sleeper woke."""

    woke: str  # why, as a sentence
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class DeferralOver(Dated):
    """To the submitter: it is looked at again."""

    woke: str  # why, as a sentence


@dataclass(frozen=True, kw_only=True)
class SurveyResult(Dated):
    """To the office: what people said in a survey has set off a rule."""

    change: EventKind  # the idea went back to review, or the office is to look


@dataclass(frozen=True, kw_only=True)
class OfReminder(OfTask):
    """A mail that reminds of a date."""

    late: bool  # whether it is past
    last: bool  # whether no other follows


class Reminder(OfReminder):
    """To whoever was asked: the date is near, or past."""


class OfficeReminder(OfReminder):
    """To the office: the date is near, or past."""


class Overdue(OfTask):
    """To the office: the date is past."""


class Published(OfIdea):
    """To the submitter: it is on the public page."""


class Hidden(OfIdea):
    """To the submitter: it is no longer on the public page."""


class Reported(OfIdea):
    """To the office: somebody finds something wrong on the public page."""


class Bounced(OfIdea):
    """To the office: a mail came back."""


class RoundResult(OfIdea):
    """To the submitter: compared with others in a round, and not selected this time."""


@dataclass(frozen=True, kw_only=True)
class RoundMissed(OfIdea):
    """To the submitter: too late for this round, or it had no room; in the next one."""

    full: bool


class RoundHeld(OfIdea):
    """To the office: what a round decided could not be done to this idea."""


# Notices of a definition name these.
OF_IDEAS: Mapping[str, Kind] = {
    "idea_received": Kind(IdeaReceived, Opens.IDEA),
    "triage_due": Kind(TriageDue, Opens.OFFICE),
    "question": Kind(QuestionWaiting, Opens.IDEA),
    "reply_arrived": Kind(ReplyArrived, Opens.OFFICE),
    "idea_accepted": Kind(IdeaAccepted, Opens.IDEA),
    "idea_declined": Kind(IdeaDeclined, Opens.IDEA),
    "idea_withdrawn": Kind(IdeaWithdrawn, Opens.IDEA),
    "withdrawn_note": Kind(WithdrawnNote, Opens.OFFICE),
    "no_longer_needed": Kind(NoLongerNeeded, Opens.NOTHING),
    "idea_merged": Kind(IdeaMerged, Opens.IDEA),
    "idea_parted": Kind(IdeaParted, Opens.IDEA),
    "idea_split": Kind(IdeaSplit, Opens.IDEA),
    "joined_news": Kind(JoinedNews, Opens.IDEA),
    "review_asked": Kind(ReviewAsked, Opens.TASK),
    "reconsider_asked": Kind(ReconsiderAsked, Opens.TASK),
    "nobody_to_ask": Kind(NobodyToAsk, Opens.OFFICE),
    "changes_asked": Kind(ChangesAsked, Opens.OFFICE),
    "handed_over": Kind(HandedOver, Opens.NOTHING),
    "review_done": Kind(ReviewDone, Opens.OFFICE),
    "review_done_submitter": Kind(ReviewDoneSubmitter, Opens.IDEA),
    "put_forward": Kind(PutForward, Opens.IDEA),
    "deferred": Kind(Deferred, Opens.IDEA),
    "deferral_ended": Kind(DeferralEnded, Opens.OFFICE),
    "deferral_over": Kind(DeferralOver, Opens.IDEA),
    "round_result": Kind(RoundResult, Opens.IDEA),
    "round_missed": Kind(RoundMissed, Opens.IDEA),
    "round_held": Kind(RoundHeld, Opens.OFFICE),
    "reminder": Kind(Reminder, Opens.TASK),
    "office_reminder": Kind(OfficeReminder, Opens.OFFICE),
    "overdue": Kind(Overdue, Opens.OFFICE),
    "published": Kind(Published, Opens.IDEA),
    "hidden": Kind(Hidden, Opens.IDEA),
    "reported": Kind(Reported, Opens.OFFICE),
    "survey_result": Kind(SurveyResult, Opens.OFFICE),
    "bounced": Kind(Bounced, Opens.OFFICE),
}
