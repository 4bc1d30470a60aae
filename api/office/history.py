"""The record in words: every kind of line gives a sentence, what fills it in, and what somebody said about it. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from api.measure_words import MEASURES, MOVED
from api.office import words
from api.office.history_absence import SENTENCES as ABSENCE
from api.office.history_asking_back import ASKING_BACK
from api.office.history_assurance import OBJECTIONS
from api.office.history_beside import BESIDE
from api.office.history_clock import CLOCK
from api.office.history_sign_off import SIGN_OFF, nobody_to_sign
from api.office.telling import day_of, of_person, one_of, plain, reasoned, task_of, text_of, with_reason
from api.office.told import Body as Body
from api.office.told import Code as Code
from api.office.told import Name as Name
from api.office.told import Rule as Rule
from api.office.told import StepTitle as StepTitle
from api.office.told import Teller as Teller
from api.office.told import Told as Told
from api.office.told import Value as Value
from api.story import SENTENCES as STORY
from domain.case import Case
from domain.deferral.words import Again
from domain.step import Event
from domain.words import EventKind, TaskKind
from kit.i18n import N_


def told(event: Event, case: Case) -> Told:
    """The line in words."""
    return TELL[event.kind](event, case)


def _submitted(event: Event, case: Case) -> Told:
    source = Code(words.word(words.SOURCES, case.source))
    if part_of := text_of(event, "part_of"):
        said = N_("The idea arrived: {source}. It was a part of idea {number}.")
        return Told(said, {"source": source, "number": part_of}, "info")
    if notice := text_of(event, "notice"):
        said = N_("The idea arrived: {source}. Version {notice} of the privacy notice was shown.")
        return Told(said, {"source": source, "notice": notice}, "info")
    return Told(N_("The idea arrived: {source}."), {"source": source}, "info")


def _taken_over(event: Event, case: Case) -> Told:
    state = Code(words.word(words.PROJECTS, text_of(event, "project")))
    why = next((r.public for r in case.reasons if r.kind == EventKind.TAKEN_OVER), "")
    return Told(N_("An existing project was taken over: {state}."), {"state": state}, "info", why)


def _edited(event: Event, case: Case) -> Told:
    return Told(N_("The text was changed; this is version {version}."), {"version": text_of(event, "version")})


def _question(event: Event, case: Case) -> Told:
    question = one_of(case.questions, text_of(event, "question"))
    return Told(N_("The submitter was asked a question."), {}, "warning", question.question if question else "")


def _replied(event: Event, case: Case) -> Told:
    question = one_of(case.questions, text_of(event, "question"))
    return Told(N_("The question was answered."), {}, "info", question.reply if question else "")


def _accepted(event: Event, case: Case) -> Told:
    if event.facts.get("public"):
        return Told(N_("The idea was taken up and made public."), {}, "success")
    return Told(N_("The idea was taken up. It is not public."), {}, "success")


def _nobody(event: Event, case: Case) -> Told:
    if event.facts.get("about") == TaskKind.SIGN:
        return nobody_to_sign(event, case)
    if event.facts.get("about") == TaskKind.DECIDE:
        return Told(N_("Nobody is there to decide: the office is to name somebody."), {}, "danger")
    if event.facts.get("missing"):
        missing = int(event.facts["missing"] or 0)
        return Told(N_("Too few people fit for the review. Missing: {missing}."), {"missing": missing}, "danger")
    return Told(N_("Whoever was responsible for the commitment can no longer be asked."), {}, "danger")


def _answered(event: Event, case: Case) -> Told:
    verdict, tone = words.VERDICTS.get(text_of(event, "verdict"), ("", "neutral"))
    answer = one_of(case.answers, text_of(event, "answer"))
    facts: dict[str, Value] = {"person": Name(text_of(event, "person")), "verdict": Code(verdict)}
    why = answer.reason if answer is not None else ""
    return Told(N_("{person} gave a review: {verdict}."), facts, tone, inside=why, late=bool(event.facts.get("late")))


def _handed_over(event: Event, case: Case) -> Told:
    person, to = Name(text_of(event, "person")), Name(text_of(event, "to"))
    sentence = N_("{person} no longer has the task “{task}”; {to} has it.")
    return reasoned(event, case, sentence, person=person, to=to, task=task_of(event))


_RESULTS: Mapping[str, tuple[str, str]] = {
    "": (N_("The reviews are complete: {approvals} of {answers} in favour."), "success"),
    "reached": (N_("The reviews are complete, it is enough: {approvals} of {answers} in favour."), "success"),
    "not_reached": (N_("The reviews are complete, it is not enough: {approvals} of {answers} in favour."), "warning"),
    "stopped": (N_("A rejection ended the reviews: {approvals} of {answers} in favour."), "danger"),
}

_BY_SILENCE: Mapping[str, str] = {
    "": N_("The reviews are complete: {approvals} of {answers} in favour. Counted by silence: {silent}."),
    "reached": N_(
        "The reviews are complete, it is enough: {approvals} of {answers} in favour. Counted by silence: {silent}."
    ),
    "not_reached": N_(
        "The reviews are complete, it is not enough: {approvals} of {answers} in favour. Counted by silence: {silent}."
    ),
    "stopped": N_("A rejection ended the reviews: {approvals} of {answers} in favour. Counted by silence: {silent}."),
}


def _review_done(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("approvals", "answers", "silent")}
    result = text_of(event, "result")
    sentence, tone = _RESULTS.get(result, _RESULTS[""])
    return Told(_BY_SILENCE.get(result, _BY_SILENCE[""]) if facts["silent"] else sentence, facts, tone)


_BIASED: Mapping[str, str] = {
    TaskKind.REVIEW: N_("{person} is biased and was taken out of the review."),
    TaskKind.DECIDE: N_("{person} is biased and does not decide."),
    TaskKind.SIGN: N_("{person} is biased and does not sign."),
}


def _biased(event: Event, case: Case) -> Told:
    sentence = _BIASED.get(text_of(event, "about"), _BIASED[TaskKind.REVIEW])
    return reasoned(event, case, sentence, "warning", person=Name(text_of(event, "person")))


def _disagreed(event: Event, _: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("criteria", "people")}
    sentence = N_("Opinions differ widely. Criteria that go back: {criteria}, to people: {people}.")
    return Told(sentence, facts, "warning")


def _reconsidered(event: Event, case: Case) -> Told:
    answer = one_of(case.answers, text_of(event, "answer"))
    why = answer.reason if answer is not None else ""
    facts: dict[str, Value] = {"person": Name(text_of(event, "person"))}
    if event.facts.get("changed"):
        return Told(N_("{person} looked once more and changed a score."), facts, "info", inside=why)
    return Told(N_("{person} looked once more and keeps the scores."), facts, "info", inside=why)


def _reconsidering_over(event: Event, _: Case) -> Told:
    kept = int(event.facts.get("kept") or 0)
    sentence = N_("The time for a second look is over. Said nothing, so that the scores stand: {kept}.")
    return Told(sentence, {"kept": kept}, "warning")


def _put_forward(event: Event, case: Case) -> Told:
    decider = text_of(event, "decider")
    who: Value = Name(decider) if decider else Body(text_of(event, "body"))
    return Told(N_("The idea was put forward. To decide: {who}."), {"who": who}, "accent")


def _deferred(event: Event, case: Case) -> Told:
    deferral = one_of(case.deferrals, text_of(event, "deferral"))
    public, internal = (deferral.public_reason, deferral.internal_reason) if deferral is not None else ("", "")
    changed = N_("What the deferred idea waits for was changed: at the latest until {until}.")
    sentence = changed if event.facts.get("changed") else N_("The idea was deferred until {until}.")
    return Told(sentence, {"until": day_of(event, "until")}, "warning", public, internal)


def _woken(event: Event, case: Case) -> Told:
    deferral = one_of(case.deferrals, text_of(event, "deferral"))
    if deferral is not None and deferral.again == Again.REVIEW:
        return reasoned(event, case, N_("The deferral is over; the idea is being reviewed again."), "accent")
    return reasoned(event, case, N_("The deferral is over; the idea is being weighed again."), "accent")


def _decided(event: Event, case: Case) -> Told:
    decision = one_of(case.decisions, text_of(event, "decision"))
    body, outcome = text_of(event, "body"), text_of(event, "outcome")
    who: Value = Body(body) if body else Name(event.by)
    facts: dict[str, Value] = {"outcome": Code(words.word(words.OUTCOMES, outcome)), "who": who}
    tone = "success" if outcome == "accepted" else "danger"
    public, internal = (decision.public_reason, decision.internal_reason) if decision is not None else ("", "")
    return Told(N_("The idea was decided on: {outcome}. Decided by: {who}."), facts, tone, public, internal)


def _promised(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {"owner": Name(text_of(event, "owner")), "due": day_of(event, "due")}
    return Told(N_("{owner} is to keep a commitment by {due}."), facts, "info", _promise(event, case))


def _promise(event: Event, case: Case) -> str:
    commitment = one_of(case.commitments, text_of(event, "commitment"))
    return commitment.text if commitment is not None else ""


def _of_promise(sentence: str, tone: str) -> Teller:
    def tell(event: Event, case: Case) -> Told:
        commitment = one_of(case.commitments, text_of(event, "commitment"))
        inside = commitment.reason if commitment is not None else ""
        return Told(sentence, {"due": day_of(event, "due")}, tone, _promise(event, case), inside)

    return tell


def _promise_asked(event: Event, case: Case) -> Told:
    task = case.task(text_of(event, "task"))
    commitment = one_of(case.commitments, task.about) if task is not None else None
    why = commitment.text if commitment is not None else ""
    person = {"person": Name(text_of(event, "person"))}
    return Told(N_("{person} was asked what became of a commitment."), person, "info", why)


def _about_absence(event: Event, case: Case) -> Told:
    sentence, tone, people = ABSENCE[event.kind]
    named: dict[str, Value] = {name: Name(text_of(event, name)) for name in people}
    told = reasoned(event, case, sentence, tone, task=task_of(event), **named)
    advice = one_of(case.advice, text_of(event, "advice"))
    if advice is None:
        return told
    return replace(told, inside=advice.question if event.kind is EventKind.ADVICE_ASKED else advice.text)


def _closed(event: Event, case: Case) -> Told:
    outcome = Code(words.word(words.OUTCOMES, text_of(event, "outcome")))
    return Told(N_("The case was closed: {outcome}."), {"outcome": outcome})


def _measure_moved(event: Event, case: Case) -> Told:
    to = text_of(event, "to")
    tone = MEASURES.get(to, ("", "neutral"))[1]
    return reasoned(event, case, MOVED.get(to, N_("The measure moved on.")), tone, since=day_of(event, "since"))


def _with_other(sentence: str, tone: str) -> Teller:
    return lambda event, case: reasoned(event, case, sentence, tone, number=text_of(event, "number"))


def _heard(event: Event, case: Case) -> Told:
    news, tone = STORY.get(text_of(event, "news"), ("", "neutral"))
    facts: dict[str, Value] = {"number": text_of(event, "number"), "news": Code(news)}
    return Told(N_("News of idea {number}, in which this one goes on. {news}"), facts, tone)


def _of_objection(sentence: str, tone: str) -> Teller:
    return lambda event, case: reasoned(event, case, sentence, tone, person=Name(text_of(event, "person")))


TELL: Mapping[EventKind, Teller] = {
    **CLOCK,
    **BESIDE,
    **{kind: _of_objection(*words) for kind, words in OBJECTIONS.items()},
    EventKind.SUBMITTED: _submitted,
    EventKind.TAKEN_OVER: _taken_over,
    EventKind.EDITED: _edited,
    EventKind.QUESTION_ASKED: _question,
    EventKind.REPLIED: _replied,
    EventKind.ACCEPTED: _accepted,
    EventKind.DECLINED: with_reason(N_("The idea was declined."), "danger"),
    EventKind.WITHDRAWN: with_reason(N_("The submitter withdrew the idea."), "danger"),
    EventKind.MERGED: _with_other(N_("The idea goes on in idea {number}."), "neutral"),
    EventKind.TOOK_IN: _with_other(N_("Idea {number} goes on in this one."), "info"),
    EventKind.PARTED: with_reason(N_("The idea was taken out again and goes on by itself."), "info"),
    EventKind.LET_GO: _with_other(N_("Idea {number} was taken out again and goes on by itself."), "neutral"),
    EventKind.HEARD: _heard,
    EventKind.SPLIT: _with_other(N_("A part of the idea goes on as idea {number}."), "info"),
    EventKind.PUBLISHED: plain(N_("The idea was made public."), "info"),
    EventKind.HIDDEN: with_reason(N_("The idea was taken off the public pages."), "warning"),
    EventKind.REPORTED: with_reason(N_("Somebody reported something on the public page."), "warning"),
    EventKind.REVIEW_ASKED: of_person(N_("{person} was asked for a review.")),
    EventKind.NOBODY_TO_ASK: _nobody,
    EventKind.ANSWERED: _answered,
    **ASKING_BACK,
    EventKind.CHANGES_ASKED: plain(N_("The office is to see to the changes a reviewer asks for."), "warning"),
    EventKind.HANDED_OVER: _handed_over,
    EventKind.BIAS_DECLARED: _biased,
    EventKind.DISAGREED: _disagreed,
    EventKind.RECONSIDER_ASKED: of_person(N_("{person} was asked to look at their scores once more.")),
    EventKind.RECONSIDERED: _reconsidered,
    EventKind.RECONSIDER_OVER: _reconsidering_over,
    EventKind.REVIEW_DONE: _review_done,
    EventKind.PUT_FORWARD: _put_forward,
    EventKind.DEFERRED: _deferred,
    EventKind.DEFERRAL_ENDED: _woken,
    **SIGN_OFF,
    EventKind.DECISION_ASKED: of_person(N_("{person} was asked for a decision.")),
    EventKind.DECIDED: _decided,
    EventKind.PROMISED: _promised,
    EventKind.COMMITMENT_ASKED: _promise_asked,
    EventKind.COMMITMENT_DONE: _of_promise(N_("A commitment was kept."), "success"),
    EventKind.COMMITMENT_LATE: _of_promise(N_("A commitment will be later: now by {due}."), "warning"),
    EventKind.COMMITMENT_DROPPED: _of_promise(N_("A commitment was given up."), "danger"),
    **dict.fromkeys(ABSENCE, _about_absence),
    EventKind.MEASURE_MOVED: _measure_moved,
    EventKind.BOUNCED: of_person(N_("A mail to {person} could not be delivered."), "danger"),
    EventKind.REDACTED: with_reason(N_("A text was blanked. What was written there is gone."), "warning"),
    EventKind.CLOSED: _closed,
}
