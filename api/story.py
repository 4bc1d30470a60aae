"""What happened to a case, in words for people outside the administration, without staff names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from api.measure_words import MEASURES, MOVED_FOR_ALL
from domain.case import Case, Question
from domain.step import Event
from domain.telling import waits_for_objection
from domain.words import Asked, EventKind
from kit.i18n import N_


@dataclass(frozen=True)
class Happened:
    """One line of the story: an English sentence, and somebody's words if they are for the reader."""

    at: datetime
    what: str
    why: str = ""
    until: date | None = None
    tone: str = "neutral"
    note: str = ""  # said already in the reader's language


SENTENCES: Mapping[str, tuple[str, str]] = {  # by kind of event
    EventKind.SUBMITTED: (N_("The idea was submitted."), "info"),
    EventKind.TAKEN_OVER: (N_("The project was taken into the process."), "info"),
    EventKind.EDITED: (N_("The text was changed."), "neutral"),
    EventKind.QUESTION_ASKED: (N_("The office asked a question."), "warning"),
    EventKind.REPLIED: (N_("The question was answered."), "info"),
    EventKind.ACCEPTED: (N_("The office took the idea up."), "success"),
    EventKind.DECLINED: (N_("The office declined the idea."), "danger"),
    EventKind.WITHDRAWN: (N_("The idea was withdrawn."), "neutral"),
    EventKind.MERGED: (N_("The idea goes on in another one that wants the same."), "info"),
    EventKind.PARTED: (N_("The idea goes on by itself again."), "info"),
    EventKind.SPLIT: (N_("A part of the idea became an idea of its own."), "info"),
    EventKind.HEARD: (N_("There is news of the idea in which this one goes on."), "info"),
    EventKind.TOOK_IN: (N_("Another idea that wants the same goes on in this one."), "info"),
    EventKind.LET_GO: (N_("The other idea goes on by itself again."), "neutral"),
    EventKind.PUBLISHED: (N_("The idea was made public."), "info"),
    EventKind.HIDDEN: (N_("The idea was taken off the public pages."), "warning"),
    EventKind.REVIEW_ASKED: (N_("A review was asked for."), "neutral"),
    EventKind.ANSWERED: (N_("A review came in."), "info"),
    EventKind.CHANGES_ASKED: (N_("A reviewer asked for changes."), "warning"),
    EventKind.ASKED_BACK: (N_("Somebody who is to judge the idea asked a question."), "warning"),
    EventKind.ANSWERED_BACK: (N_("The question was answered."), "info"),
    EventKind.UNANSWERED: (N_("The question stayed without an answer."), "neutral"),
    EventKind.REWORK_ASKED: (N_("A reviewer asked for changes."), "warning"),
    EventKind.HANDED_IN: (N_("The changed idea was handed in."), "info"),
    EventKind.REVIEW_DONE: (N_("The reviews were complete."), "success"),
    EventKind.SIGN_OFF_STARTED: (N_("The idea is being co-signed before it is decided."), "info"),
    EventKind.SIGN_OFF_DONE: (N_("Everybody has co-signed the idea."), "success"),
    EventKind.PUT_FORWARD: (N_("The idea was put forward for decision."), "info"),
    EventKind.DEFERRED: (N_("The idea was put off."), "warning"),
    EventKind.DEFERRAL_ENDED: (N_("The idea was taken up again."), "info"),
    EventKind.DECIDED: (N_("The idea was decided."), "success"),
    EventKind.TOOK_EFFECT: (N_("The idea was decided."), "success"),
    EventKind.PROMISED: (N_("A commitment was made."), "success"),
    EventKind.COMMITMENT_DONE: (N_("A commitment was kept."), "success"),
    EventKind.COMMITMENT_LATE: (N_("A commitment got a later date."), "warning"),
    EventKind.COMMITMENT_DROPPED: (N_("A commitment was dropped."), "danger"),
    EventKind.OVERDUE: (N_("A deadline passed; the office was told."), "warning"),
    EventKind.SILENCE: (N_("Nothing was said in time; by the rules of the process that has a meaning."), "warning"),
    EventKind.PAUSED: (N_("The idea was paused."), "warning"),
    EventKind.RESUMED: (N_("The idea went on after its pause."), "info"),
    EventKind.SURVEYED: (N_("People were asked about the idea, and their answers are in."), "info"),
    EventKind.SENT_BACK: (N_("The idea went back to review, because of what people said."), "warning"),
    EventKind.NAMED_IN_SURVEY: (N_("The answer to those who were asked in a survey names this idea."), "info"),
    EventKind.RANKED: (N_("The idea was compared with others in a round."), "info"),
    EventKind.NOT_SELECTED: (N_("The idea was not selected in this round; it stays for the next one."), "neutral"),
    EventKind.MISSED_ROUND: (N_("The idea came too late for a round; it is compared in the next one."), "neutral"),
    EventKind.MEASURE_MOVED: (N_("The measure moved on."), "info"),
    EventKind.REDACTED: (N_("The office blanked a text."), "neutral"),
    EventKind.CLOSED: (N_("The idea was closed."), "neutral"),
}
DECISIONS = {
    "accepted": (N_("The idea was accepted."), "success"),
    "rejected": (N_("The idea was rejected."), "danger"),
}
ROUND_FULL = N_("A round had no room left for the idea; it is compared in the next one.")


def story(case: Case, events: tuple[Event, ...], note: Callable[[Event], str] = lambda _: "") -> list[Happened]:
    """What happened, newest first, as the submitter may know it; `note` adds what depends on more than the case."""
    shown = [event for event in events if event.kind in SENTENCES and not waits_for_objection(event)]
    return list(reversed([_told(case, event, note(event)) for event in shown]))


def _told(case: Case, event: Event, note: str) -> Happened:
    what, tone = SENTENCES[event.kind]
    if event.kind is EventKind.MEASURE_MOVED:
        what, tone = _moved(event)
    if event.kind in (EventKind.DECIDED, EventKind.TOOK_EFFECT):
        what, tone = DECISIONS.get(str(event.facts.get("outcome")), (what, tone))
    if event.kind is EventKind.MISSED_ROUND and event.facts.get("full"):
        what = ROUND_FULL
    until = event.facts.get("until") or event.facts.get("due")
    why = _WHY.get(event.kind, _nothing)(case, event)
    day = date.fromisoformat(str(until)) if until and event.kind in _DATED else None
    return Happened(event.at, what, why, day, tone, note)


def _moved(event: Event) -> tuple[str, str]:
    to = str(event.facts.get("to"))
    return MOVED_FOR_ALL.get(to, to), MEASURES.get(to, ("", "neutral"))[1]


_DATED = (EventKind.DEFERRED, EventKind.PROMISED, EventKind.COMMITMENT_LATE)


def _nothing(case: Case, event: Event) -> str:
    return ""


def _question(case: Case, event: Event) -> str:
    return next((q.question for q in _asked_of_them(case) if q.id == event.facts.get("question")), "")


def _reply(case: Case, event: Event) -> str:
    return next((q.reply for q in _asked_of_them(case) if q.id == event.facts.get("question")), "")


def _asked_of_them(case: Case) -> Iterator[Question]:
    """What a reviewer and the office ask each other is not for the submitter."""
    return (q for q in case.questions if q.whom is Asked.SUBMITTER)


def _points(case: Case, event: Event) -> str:
    return "\n".join(f"– {p.text}" for p in case.points if p.answer == event.facts.get("answer"))


def _reason(case: Case, event: Event) -> str:
    return next((r.public for r in case.reasons if r.id == event.facts.get("reason")), "")


def _deferral(case: Case, event: Event) -> str:
    return next((d.public_reason for d in case.deferrals if d.id == event.facts.get("deferral")), "")


def _decision(case: Case, event: Event) -> str:
    return next((d.public_reason for d in case.decisions if d.id == event.facts.get("decision")), "")


def _commitment(case: Case, event: Event) -> str:
    return next((c.text for c in case.commitments if c.id == event.facts.get("commitment")), "")


_WHY: Mapping[EventKind, Callable[[Case, Event], str]] = {
    EventKind.QUESTION_ASKED: _question,
    EventKind.REPLIED: _reply,
    EventKind.ASKED_BACK: _question,
    EventKind.ANSWERED_BACK: _reply,
    EventKind.REWORK_ASKED: _points,
    EventKind.DECLINED: _reason,
    EventKind.MERGED: _reason,
    EventKind.PARTED: _reason,
    EventKind.SPLIT: _reason,
    EventKind.RANKED: _reason,
    EventKind.MEASURE_MOVED: _reason,
    EventKind.PAUSED: _reason,
    EventKind.DEFERRED: _deferral,
    EventKind.DEFERRAL_ENDED: _reason,
    EventKind.DECIDED: _decision,
    EventKind.TOOK_EFFECT: _decision,
    EventKind.PROMISED: _commitment,
    EventKind.COMMITMENT_DONE: _commitment,
    EventKind.COMMITMENT_LATE: _commitment,
    EventKind.COMMITMENT_DROPPED: _commitment,
}
