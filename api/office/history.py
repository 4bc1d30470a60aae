"""The record in words: every kind of line gives a sentence, what fills it in, and what somebody said about it. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from api.measure_words import MEASURES, MOVED
from api.office import words
from api.office.history_absence import SENTENCES as ABSENCE
from api.office.history_asking_back import ASKING_BACK
from api.office.history_assurance import OBJECTIONS
from api.office.history_sign_off import SIGN_OFF, nobody_to_sign
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


def _plain(sentence: str, tone: str = "neutral") -> Teller:
    return lambda _, __: Told(sentence, {}, tone)


def _named(sentence: str, tone: str = "neutral") -> Teller:
    return lambda event, _: Told(sentence, {"person": Name(_text(event, "person"))}, tone)


def _missed_round(event: Event, _: Case) -> Told:
    late = N_("The idea came too late for a round; it is compared in the next one.")
    full = N_("A round had no room left for the idea; it is compared in the next one.")
    return Told(full if event.facts.get("full") else late, {}, "neutral")


def _text(event: Event, name: str) -> str:
    return str(event.facts.get(name) or "")


def _one(items: tuple[Any, ...], item_id: str) -> Any:
    return next((item for item in items if item.id == item_id), None)


def _day(event: Event, name: str) -> Value:
    given = _text(event, name)
    return date.fromisoformat(given) if given else ""


def _task(event: Event) -> Code:
    return Code(words.word(words.TASKS, _text(event, "about")))


def _reason(event: Event, case: Case, sentence: str, tone: str = "neutral", **facts: Value) -> Told:
    reason = _one(case.reasons, _text(event, "reason"))
    public, internal = (reason.public, reason.internal) if reason is not None else ("", "")
    return Told(sentence, facts, tone, public, internal)


def _submitted(event: Event, case: Case) -> Told:
    source = Code(words.word(words.SOURCES, case.source))
    if part_of := _text(event, "part_of"):
        said = N_("The idea arrived: {source}. It was a part of idea {number}.")
        return Told(said, {"source": source, "number": part_of}, "info")
    if notice := _text(event, "notice"):
        said = N_("The idea arrived: {source}. Version {notice} of the privacy notice was shown.")
        return Told(said, {"source": source, "notice": notice}, "info")
    return Told(N_("The idea arrived: {source}."), {"source": source}, "info")


def _taken_over(event: Event, case: Case) -> Told:
    state = Code(words.word(words.PROJECTS, _text(event, "project")))
    why = next((r.public for r in case.reasons if r.kind == EventKind.TAKEN_OVER), "")
    return Told(N_("An existing project was taken over: {state}."), {"state": state}, "info", why)


def _edited(event: Event, case: Case) -> Told:
    return Told(N_("The text was changed; this is version {version}."), {"version": _text(event, "version")})


def _question(event: Event, case: Case) -> Told:
    question = _one(case.questions, _text(event, "question"))
    return Told(N_("The submitter was asked a question."), {}, "warning", question.question if question else "")


def _replied(event: Event, case: Case) -> Told:
    question = _one(case.questions, _text(event, "question"))
    return Told(N_("The question was answered."), {}, "info", question.reply if question else "")


def _accepted(event: Event, case: Case) -> Told:
    if event.facts.get("public"):
        return Told(N_("The idea was taken up and made public."), {}, "success")
    return Told(N_("The idea was taken up. It is not public."), {}, "success")


def _nobody(event: Event, case: Case) -> Told:
    if event.facts.get("about") == TaskKind.SIGN:
        return nobody_to_sign(event, case)
    if event.facts.get("missing"):
        missing = int(event.facts["missing"] or 0)
        return Told(N_("Too few people fit for the review. Missing: {missing}."), {"missing": missing}, "danger")
    return Told(N_("Whoever was responsible for the commitment can no longer be asked."), {}, "danger")


def _answered(event: Event, case: Case) -> Told:
    verdict, tone = words.VERDICTS.get(_text(event, "verdict"), ("", "neutral"))
    answer = _one(case.answers, _text(event, "answer"))
    facts: dict[str, Value] = {"person": Name(_text(event, "person")), "verdict": Code(verdict)}
    why = answer.reason if answer is not None else ""
    return Told(N_("{person} gave a review: {verdict}."), facts, tone, inside=why, late=bool(event.facts.get("late")))


def _handed_over(event: Event, case: Case) -> Told:
    person, to = Name(_text(event, "person")), Name(_text(event, "to"))
    sentence = N_("{person} no longer has the task “{task}”; {to} has it.")
    return _reason(event, case, sentence, person=person, to=to, task=_task(event))


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
    result = _text(event, "result")
    sentence, tone = _RESULTS.get(result, _RESULTS[""])
    return Told(_BY_SILENCE.get(result, _BY_SILENCE[""]) if facts["silent"] else sentence, facts, tone)


def _biased(event: Event, case: Case) -> Told:
    sentence = N_("{person} is biased and was taken out of the review.")
    return _reason(event, case, sentence, "warning", person=Name(_text(event, "person")))


def _disagreed(event: Event, _: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("criteria", "people")}
    sentence = N_("Opinions differ widely. Criteria that go back: {criteria}, to people: {people}.")
    return Told(sentence, facts, "warning")


def _reconsidered(event: Event, case: Case) -> Told:
    answer = _one(case.answers, _text(event, "answer"))
    why = answer.reason if answer is not None else ""
    facts: dict[str, Value] = {"person": Name(_text(event, "person"))}
    if event.facts.get("changed"):
        return Told(N_("{person} looked once more and changed a score."), facts, "info", inside=why)
    return Told(N_("{person} looked once more and keeps the scores."), facts, "info", inside=why)


def _reconsidering_over(event: Event, _: Case) -> Told:
    kept = int(event.facts.get("kept") or 0)
    sentence = N_("The time for a second look is over. Said nothing, so that the scores stand: {kept}.")
    return Told(sentence, {"kept": kept}, "warning")


def _put_forward(event: Event, case: Case) -> Told:
    decider = _text(event, "decider")
    who: Value = Name(decider) if decider else Body(_text(event, "body"))
    return Told(N_("The idea was put forward. To decide: {who}."), {"who": who}, "accent")


def _deferred(event: Event, case: Case) -> Told:
    deferral = _one(case.deferrals, _text(event, "deferral"))
    public, internal = (deferral.public_reason, deferral.internal_reason) if deferral is not None else ("", "")
    changed = N_("What the deferred idea waits for was changed: at the latest until {until}.")
    sentence = changed if event.facts.get("changed") else N_("The idea was deferred until {until}.")
    return Told(sentence, {"until": _day(event, "until")}, "warning", public, internal)


def _woken(event: Event, case: Case) -> Told:
    deferral = _one(case.deferrals, _text(event, "deferral"))
    if deferral is not None and deferral.again == Again.REVIEW:
        return _reason(event, case, N_("The deferral is over; the idea is being reviewed again."), "accent")
    return _reason(event, case, N_("The deferral is over; the idea is being weighed again."), "accent")


def _decided(event: Event, case: Case) -> Told:
    decision = _one(case.decisions, _text(event, "decision"))
    body, outcome = _text(event, "body"), _text(event, "outcome")
    who: Value = Body(body) if body else Name(event.by)
    facts: dict[str, Value] = {"outcome": Code(words.word(words.OUTCOMES, outcome)), "who": who}
    tone = "success" if outcome == "accepted" else "danger"
    public, internal = (decision.public_reason, decision.internal_reason) if decision is not None else ("", "")
    return Told(N_("The idea was decided on: {outcome}. Decided by: {who}."), facts, tone, public, internal)


def _promised(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {"owner": Name(_text(event, "owner")), "due": _day(event, "due")}
    return Told(N_("{owner} is to keep a commitment by {due}."), facts, "info", _promise(event, case))


def _promise(event: Event, case: Case) -> str:
    commitment = _one(case.commitments, _text(event, "commitment"))
    return commitment.text if commitment is not None else ""


def _of_promise(sentence: str, tone: str) -> Teller:
    def tell(event: Event, case: Case) -> Told:
        commitment = _one(case.commitments, _text(event, "commitment"))
        inside = commitment.reason if commitment is not None else ""
        return Told(sentence, {"due": _day(event, "due")}, tone, _promise(event, case), inside)

    return tell


def _promise_asked(event: Event, case: Case) -> Told:
    task = case.task(_text(event, "task"))
    commitment = _one(case.commitments, task.about) if task is not None else None
    why = commitment.text if commitment is not None else ""
    person = {"person": Name(_text(event, "person"))}
    return Told(N_("{person} was asked what became of a commitment."), person, "info", why)


def _reminded(event: Event, case: Case) -> Told:
    if _text(event, "person"):
        facts: dict[str, Value] = {"person": Name(_text(event, "person")), "task": _task(event)}
        return Told(N_("{person} was reminded: {task}."), facts)
    return Told(N_("The office was reminded: {task}."), {"task": _task(event)})


def _still_waiting(event: Event, _: Case) -> Told:
    if not _text(event, "task"):
        return Told(N_("The idea is still paused."), {}, "warning")
    return Told(N_("This still waits: {task}."), {"task": _task(event)}, "warning")


def _escalated(event: Event, _: Case) -> Told:
    task = _task(event)
    if not _text(event, "person"):
        return Told(N_("The office was told that this is missing: {task}."), {"task": task}, "warning")
    facts: dict[str, Value] = {"person": Name(_text(event, "person")), "task": task}
    return Told(N_("{person} was told that this is missing: {task}."), facts, "warning")


def _silence(event: Event, _: Case) -> Told:
    meaning = Code(words.word(words.SILENCES, _text(event, "meaning")))
    facts: dict[str, Value] = {"person": Name(_text(event, "person")), "task": _task(event), "meaning": meaning}
    said = N_("Silence: {person} said nothing to “{task}” in time. By the rules of the process that means: {meaning}.")
    return Told(said, facts, "warning")


def _extended(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {"task": _task(event), "due": _day(event, "due"), "before": _day(event, "before")}
    return _reason(
        event, case, N_("There is more time for “{task}”: until {due} instead of {before}."), "info", **facts
    )


def _clock_began(event: Event, _: Case) -> Told:
    facts: dict[str, Value] = {"task": _task(event), "due": _day(event, "due")}
    return Told(N_("The clock of “{task}” began: it is due on {due}."), facts, "info")


def _about_absence(event: Event, case: Case) -> Told:
    sentence, tone, people = ABSENCE[event.kind]
    named: dict[str, Value] = {name: Name(_text(event, name)) for name in people}
    told = _reason(event, case, sentence, tone, task=_task(event), **named)
    advice = _one(case.advice, _text(event, "advice"))
    if advice is None:
        return told
    return replace(told, inside=advice.question if event.kind is EventKind.ADVICE_ASKED else advice.text)


def _about_task(sentence: str, tone: str) -> Teller:
    return lambda event, _: Told(sentence, {"task": _task(event)}, tone)


def _closed(event: Event, case: Case) -> Told:
    outcome = Code(words.word(words.OUTCOMES, _text(event, "outcome")))
    return Told(N_("The case was closed: {outcome}."), {"outcome": outcome})


def _surveyed(event: Event, case: Case) -> Told:
    invited = int(event.facts.get("invited") or 0)
    if not invited:
        return _surveyed_openly(event)
    if event.facts.get("answered") is None:
        too_few = N_("A survey about the idea was evaluated: too few of {invited} people answered to show figures.")
        return Told(too_few, {"invited": invited}, "info")
    facts: dict[str, Value] = {"answered": int(event.facts.get("answered") or 0), "invited": invited}
    return Told(N_("A survey about the idea was evaluated: {answered} of {invited} people answered."), facts, "info")


def _surveyed_openly(event: Event) -> Told:
    if event.facts.get("answered") is None:
        too_few = N_("An open survey about the idea was evaluated: too few people answered to show figures.")
        return Told(too_few, {}, "info")
    facts: dict[str, Value] = {"answered": int(event.facts.get("answered") or 0)}
    return Told(N_("An open survey about the idea was evaluated: {answered} people answered."), facts, "info")


def _ranked(event: Event, case: Case) -> Told:
    of = int(event.facts.get("of") or 0)
    if event.facts.get("rank") is None:
        without = N_("The idea was compared with others in a round of {of}; its rank could not be determined.")
        return _reason(event, case, without, "info", of=of)
    rank = int(event.facts["rank"] or 0)
    return _reason(event, case, N_("A round of {of} ideas gave this one rank {rank}."), "info", of=of, rank=rank)


def _held(event: Event, _: Case) -> Told:
    if event.facts.get("fate") == "put_forward":
        return Told(
            N_("The round put the idea forward, which could not be done to it. The office was told."), {}, "warning"
        )
    return Told(N_("The round put the idea off, which could not be done to it. The office was told."), {}, "warning")


def _by_rule(sentence: str) -> Teller:
    return lambda event, _: Told(sentence, {"rule": Rule(_text(event, "rule"))}, "warning")


def _with_reason(sentence: str, tone: str) -> Teller:
    return lambda event, case: _reason(event, case, sentence, tone)


def _above_limit(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("count", "limit")}
    if person := _text(event, "person"):
        sentence = N_("A limit was passed: {person} has {count} open tasks, at most {limit} were meant.")
        return _reason(event, case, sentence, "warning", person=Name(person), **facts)
    if role := _text(event, "role"):
        sentence = N_("A limit was passed: {count} people are asked for “{role}”, at most {limit} were meant.")
        return _reason(event, case, sentence, "warning", role=Code(words.word(words.ROLES, role)), **facts)
    sentence = N_("A limit was passed: {count} ideas are in “{stage}”, at most {limit} were meant.")
    stage = Code(words.word(words.STAGES, _text(event, "stage")))
    return _reason(event, case, sentence, "warning", stage=stage, **facts)


def _measure_moved(event: Event, case: Case) -> Told:
    to = _text(event, "to")
    tone = MEASURES.get(to, ("", "neutral"))[1]
    return _reason(event, case, MOVED.get(to, N_("The measure moved on.")), tone, since=_day(event, "since"))


def _with_other(sentence: str, tone: str) -> Teller:
    return lambda event, case: _reason(event, case, sentence, tone, number=_text(event, "number"))


def _heard(event: Event, case: Case) -> Told:
    news, tone = STORY.get(_text(event, "news"), ("", "neutral"))
    facts: dict[str, Value] = {"number": _text(event, "number"), "news": Code(news)}
    return Told(N_("News of idea {number}, in which this one goes on. {news}"), facts, tone)


def _of_objection(sentence: str, tone: str) -> Teller:
    return lambda event, case: _reason(event, case, sentence, tone, person=Name(_text(event, "person")))


TELL: Mapping[EventKind, Teller] = {
    **{kind: _of_objection(*words) for kind, words in OBJECTIONS.items()},
    EventKind.SUBMITTED: _submitted,
    EventKind.TAKEN_OVER: _taken_over,
    EventKind.EDITED: _edited,
    EventKind.QUESTION_ASKED: _question,
    EventKind.REPLIED: _replied,
    EventKind.ACCEPTED: _accepted,
    EventKind.DECLINED: _with_reason(N_("The idea was declined."), "danger"),
    EventKind.WITHDRAWN: _with_reason(N_("The submitter withdrew the idea."), "danger"),
    EventKind.MERGED: _with_other(N_("The idea goes on in idea {number}."), "neutral"),
    EventKind.TOOK_IN: _with_other(N_("Idea {number} goes on in this one."), "info"),
    EventKind.PARTED: _with_reason(N_("The idea was taken out again and goes on by itself."), "info"),
    EventKind.LET_GO: _with_other(N_("Idea {number} was taken out again and goes on by itself."), "neutral"),
    EventKind.HEARD: _heard,
    EventKind.SPLIT: _with_other(N_("A part of the idea goes on as idea {number}."), "info"),
    EventKind.PUBLISHED: _plain(N_("The idea was made public."), "info"),
    EventKind.HIDDEN: _with_reason(N_("The idea was taken off the public pages."), "warning"),
    EventKind.REPORTED: _with_reason(N_("Somebody reported something on the public page."), "warning"),
    EventKind.REVIEW_ASKED: _named(N_("{person} was asked for a review.")),
    EventKind.NOBODY_TO_ASK: _nobody,
    EventKind.ANSWERED: _answered,
    **ASKING_BACK,
    EventKind.CHANGES_ASKED: _plain(N_("The office is to see to the changes a reviewer asks for."), "warning"),
    EventKind.HANDED_OVER: _handed_over,
    EventKind.BIAS_DECLARED: _biased,
    EventKind.DISAGREED: _disagreed,
    EventKind.RECONSIDER_ASKED: _named(N_("{person} was asked to look at their scores once more.")),
    EventKind.RECONSIDERED: _reconsidered,
    EventKind.RECONSIDER_OVER: _reconsidering_over,
    EventKind.REVIEW_DONE: _review_done,
    EventKind.PUT_FORWARD: _put_forward,
    EventKind.DEFERRED: _deferred,
    EventKind.DEFERRAL_ENDED: _woken,
    **SIGN_OFF,
    EventKind.DECISION_ASKED: _named(N_("{person} was asked for a decision.")),
    EventKind.DECIDED: _decided,
    EventKind.PROMISED: _promised,
    EventKind.COMMITMENT_ASKED: _promise_asked,
    EventKind.COMMITMENT_DONE: _of_promise(N_("A commitment was kept."), "success"),
    EventKind.COMMITMENT_LATE: _of_promise(N_("A commitment will be later: now by {due}."), "warning"),
    EventKind.COMMITMENT_DROPPED: _of_promise(N_("A commitment was given up."), "danger"),
    EventKind.REMINDED: _reminded,
    EventKind.OVERDUE: _about_task(N_("The deadline has passed: {task}. The office was told."), "warning"),
    EventKind.STILL_WAITING: _still_waiting,
    EventKind.ESCALATED: _escalated,
    EventKind.SILENCE: _silence,
    **dict.fromkeys(ABSENCE, _about_absence),
    EventKind.EXTENDED: _extended,
    EventKind.COMPLETE: _with_reason(N_("The documents are complete."), "info"),
    EventKind.CLOCK_BEGAN: _clock_began,
    EventKind.PAUSED: _with_reason(N_("The idea was paused. All clocks stand still."), "warning"),
    EventKind.RESUMED: _with_reason(
        N_("The idea goes on. Every open date moved by the working days that had passed."), "info"
    ),
    EventKind.SURVEYED: _surveyed,
    EventKind.SENT_BACK: _by_rule(N_("The idea went back to review, because of what people said: {rule}.")),
    EventKind.SURVEY_NOTED: _by_rule(N_("The office was told what people said in a survey: {rule}.")),
    EventKind.NAMED_IN_SURVEY: _plain(N_("The answer to those who were asked in a survey names this idea."), "info"),
    EventKind.RANKED: _ranked,
    EventKind.NOT_SELECTED: _plain(N_("The idea was not selected in this round; it stays for the next one.")),
    EventKind.ROUND_HELD: _held,
    EventKind.MISSED_ROUND: _missed_round,
    EventKind.ABOVE_LIMIT: _above_limit,
    EventKind.MEASURE_MOVED: _measure_moved,
    EventKind.BOUNCED: _named(N_("A mail to {person} could not be delivered."), "danger"),
    EventKind.REDACTED: _with_reason(N_("A text was blanked. What was written there is gone."), "warning"),
    EventKind.CLOSED: _closed,
}
