"""The lines of a co-signature in words."""

from collections.abc import Mapping

from api.office.telling import text_of
from api.office.told import Name, StepTitle, Teller, Told, Value
from domain.case import Case, SignStep
from domain.signing.chain import step_of, step_with
from domain.signing.signers import WhyNot
from domain.step import Event
from domain.words import EventKind, SignState
from kit.i18n import N_

_WHY: Mapping[str, str] = {
    WhyNot.SUBMITTER: N_("{person} was passed over for “{step}”: nobody signs their own idea."),
    WhyNot.BIASED: N_("{person} was passed over for “{step}”: they have said that they are biased."),
    WhyNot.TWICE: N_("{person} was passed over for “{step}”: nobody signs twice."),
}
_CHANGES: Mapping[str, str] = {
    "insert": N_("A step was put into the co-signature: “{step}” for {person}."),
    "remove": N_("A step was taken out of the co-signature: “{step}”."),
    "replace": N_("Somebody else is to sign “{step}”: {person}."),
    "again": N_("{person} is to sign “{step}” once more."),
}


def _step(event: Event, case: Case) -> SignStep | None:
    """The step a line is about: by its id, or by the task that was opened for it."""
    found = step_with(case, text_of(event, "step"))
    task = case.task(text_of(event, "task"))
    return found or (step_of(case, task) if task is not None else None)


def _facts(event: Event, case: Case) -> dict[str, Value]:
    step = _step(event, case)
    return {"step": StepTitle("" if step is None else step.id), "person": Name(text_of(event, "person"))}


def _of_step(sentence: str, tone: str) -> Teller:
    """A line with what was remarked, which is the office's to read."""

    def tell(event: Event, case: Case) -> Told:
        step = _step(event, case)
        return Told(
            sentence,
            _facts(event, case),
            tone,
            inside="" if step is None or step.state is SignState.AHEAD else step.remark,
            late=bool(event.facts.get("late")),
        )

    return tell


def _started(event: Event, case: Case) -> Told:
    if event.facts.get("outside_plan"):
        return Told(N_("The co-signature began. Spending is over or outside the plan."), {}, "accent")
    return Told(N_("The co-signature began."), {}, "accent")


def _asked(event: Event, case: Case) -> Told:
    return Told(N_("{person} was asked to sign as “{step}”."), _facts(event, case))


def _refused(event: Event, case: Case) -> Told:
    if event.facts.get("silent"):
        sentence = N_("Nobody signed “{step}” in time; that counts as a refusal, and the office weighs the idea again.")
        return Told(sentence, _facts(event, case), "danger")
    if event.facts.get("held"):
        sentence = N_("Nobody objected to the refusal of “{step}” in time: the office weighs the idea again.")
        return Told(sentence, _facts(event, case), "danger")
    if event.facts.get("until"):
        return _of_step(N_("{person} refused to sign as “{step}”."), "danger")(event, case)
    sentence = N_("{person} refused to sign as “{step}”; the office weighs the idea again.")
    return _of_step(sentence, "danger")(event, case)


def _sent_back(event: Event, case: Case) -> Told:
    told = _of_step(N_("{person} sent it back, as “{step}”, to “{to}”."), "warning")(event, case)
    return Told(told.sentence, {**told.facts, "to": StepTitle(text_of(event, "to"))}, told.tone, inside=told.inside)


def _passed_over(event: Event, case: Case) -> Told:
    return Told(_WHY.get(text_of(event, "why"), _WHY[WhyNot.TWICE]), _facts(event, case), "warning")


def _reason(event: Event, case: Case) -> str:
    return next((r.internal for r in case.reasons if r.id == text_of(event, "reason")), "")


def _changed(event: Event, case: Case) -> Told:
    sentence = _CHANGES.get(text_of(event, "change"), N_("The co-signature was changed: “{step}”."))
    return Told(sentence, _facts(event, case), "warning", inside=_reason(event, case))


def _stopped(event: Event, case: Case) -> Told:
    sentence = N_("The co-signature was stopped; the office weighs the idea again.")
    return Told(sentence, {}, "warning", inside=_reason(event, case))


def _done(event: Event, case: Case) -> Told:
    facts: dict[str, Value] = {name: int(event.facts.get(name) or 0) for name in ("signed", "silent", "objected")}
    if facts["silent"] or facts["objected"]:
        sentence = N_("The co-signature is complete. Signed: {signed}, silent: {silent}, objections: {objected}.")
        return Told(sentence, facts, "success")
    return Told(N_("The co-signature is complete. Signed: {signed}."), facts, "success")


def nobody_to_sign(event: Event, case: Case) -> Told:
    """Nobody fits, or has said anything in time: the office is to name somebody."""
    return Told(N_("There is nobody to sign “{step}”: the office is to name somebody."), _facts(event, case), "danger")


SIGN_OFF: Mapping[EventKind, Teller] = {
    EventKind.SIGN_OFF_STARTED: _started,
    EventKind.SIGN_ASKED: _asked,
    EventKind.SIGNED: _of_step(N_("{person} signed as “{step}”."), "success"),
    EventKind.SIGN_OBJECTED: _of_step(N_("{person} objects as “{step}”, for the record; it goes on."), "warning"),
    EventKind.SIGN_REFUSED: _refused,
    EventKind.SIGN_SENT_BACK: _sent_back,
    EventKind.SIGN_SKIPPED: lambda event, case: Told(
        N_("“{step}” need not sign: the condition does not hold."), _facts(event, case)
    ),
    EventKind.SIGN_PASSED_OVER: _passed_over,
    EventKind.SIGN_OFF_CHANGED: _changed,
    EventKind.SIGN_OFF_DONE: _done,
    EventKind.SIGN_OFF_STOPPED: _stopped,
}
