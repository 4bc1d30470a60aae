"""Questions of reviewers and rework as the record tells them. Pure."""

from collections.abc import Mapping

from api.office.told import Name, Teller, Told
from domain.case import Case, Question
from domain.step import Event
from domain.words import Asked, EventKind
from kit.i18n import N_


def _question(event: Event, case: Case) -> Question | None:
    return next((q for q in case.questions if q.id == event.facts.get("question")), None)


def _asked(event: Event, case: Case) -> Told:
    question = _question(event, case)
    said = N_("{person} asked the submitter a question. Their time stands until the answer.")
    if event.facts.get("to") == Asked.OFFICE:
        said = N_("{person} asked the office a question. Their time stands until the answer.")
    return Told(said, {"person": Name(event.by)}, "warning", inside=question.question if question else "")


def _answered(event: Event, case: Case) -> Told:
    question = _question(event, case)
    said = N_("The question of {person} was answered; their time goes on.")
    if event.facts.get("late"):
        said = N_("The question of {person} was answered after its time.")
    return Told(said, _person(event), "info", inside=question.reply if question else "")


def _unanswered(event: Event, case: Case) -> Told:
    return Told(N_("Nobody answered the question of {person} in time; their time goes on."), _person(event), "warning")


def _person(event: Event) -> dict[str, Name]:
    return {"person": Name(str(event.facts.get("person") or ""))}


def _rework(event: Event, case: Case) -> Told:
    points = [p.text for p in case.points if p.answer == event.facts.get("answer")]
    inside = "\n".join(f"– {point}" for point in points)
    return Told(N_("The submitter was asked to change the idea."), {}, "warning", inside=inside)


def _handed_in(event: Event, case: Case) -> Told:
    version = str(event.facts.get("version") or "")
    return Told(N_("The idea was handed in again, as version {version}."), {"version": version}, "info")


ASKING_BACK: Mapping[EventKind, Teller] = {
    EventKind.ASKED_BACK: _asked,
    EventKind.ANSWERED_BACK: _answered,
    EventKind.UNANSWERED: _unanswered,
    EventKind.REWORK_ASKED: _rework,
    EventKind.HANDED_IN: _handed_in,
}
