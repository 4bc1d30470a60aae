"""Turns one act of a script into the happening it means for a case as it stands; dates count from today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.case import Assignment, Case
from domain.happenings import HAPPENING, Happening, PromiseIn, Submitted, TakenOver
from domain.words import CommitmentState, TaskKind, Via
from umlauf.example_acts import (
    Accept,
    Act,
    Ask,
    Decide,
    Decline,
    Defer,
    Forward,
    GiveAnswer,
    Project,
    Promise,
    Reply,
    ReviewAgain,
    ScriptedIdea,
    ScriptedPromise,
    Settle,
    Withdraw,
)


class ScriptError(ValueError):
    """A script asks for an answer that nobody was asked for."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a script is played: who is who, whose desk the office is, and what day it is."""

    people: Mapping[str, str]  # person ids by address
    office: str  # person id of whoever acts at the office's desk
    now: datetime
    zone: ZoneInfo
    new_id: Callable[[], str]

    def day(self, days: int) -> date:
        """The local date so many days from today."""
        return self.now.astimezone(self.zone).date() + timedelta(days=days)


def opening(idea: ScriptedIdea, scene: Scene) -> Submitted:
    """The submission an idea begins with."""
    by = scene.people[idea.submitter]
    return Submitted(id=scene.new_id(), by=by, via=Via.LINK, at=scene.now, text=idea.text, named=idea.named)


def takeover(project: Project, scene: Scene) -> TakenOver:
    """The takeover a project begins with."""
    return TakenOver(
        id=scene.new_id(),
        by=scene.office,
        via=Via.OFFICE,
        at=scene.now,
        text=project.text,
        project=project.state,
        promises=tuple(PromiseIn(**_promise(p, scene)) for p in project.promises),
        public=project.public,
        public_reason=project.public_reason,
    )


def meant(act: Act, case: Case, scene: Scene) -> Happening:
    """What this act means for the case now; raises ScriptError where nobody is asked."""
    kind, by, facts = _PLAY[type(act)](act, case, scene)
    return _made(kind, by, Via.OFFICE if by == scene.office else Via.LINK, scene, **facts)


Meaning = tuple[str, str, dict[str, Any]]


def _made(kind: str, by: str, via: Via, scene: Scene, **facts: Any) -> Happening:
    return HAPPENING.validate_python(
        {"kind": kind, "id": scene.new_id(), "by": by, "via": via, "at": scene.now, **facts}
    )


def _given(act: Act, *left_out: str) -> dict[str, Any]:
    return {name: getattr(act, name) for name in type(act).model_fields if name not in ("do", *left_out)}


def _by_office(kind: str) -> Callable[[Any, Case, Scene], Meaning]:
    def play(act: Act, case: Case, scene: Scene) -> Meaning:
        return kind, scene.office, _given(act)

    return play


def _reply(act: Reply, case: Case, scene: Scene) -> Meaning:
    question = next((q for q in case.questions if q.replied_at is None), None)
    if question is None:
        raise ScriptError("There is no open question to reply to.")
    return "replied", case.submitter, {"question": question.id, "reply": act.reply}


def _answer(act: GiveAnswer, case: Case, scene: Scene) -> Meaning:
    asked = _asked(case, TaskKind.REVIEW)
    return "answered", asked.person, {**_given(act), "assignment": asked.id, "on_version": asked.text_version}


def _forward(act: Forward, case: Case, scene: Scene) -> Meaning:
    return "put_forward", scene.office, {"decider": scene.people.get(act.decider, ""), "body": act.body}


def _defer(act: Defer, case: Case, scene: Scene) -> Meaning:
    return "deferred", scene.office, {**_given(act, "for_days"), "until": scene.day(act.for_days)}


def _decide(act: Decide, case: Case, scene: Scene) -> Meaning:
    facts = _given(act, "body_days_ago")
    if act.body:
        return "decided", scene.office, {**facts, "body_date": scene.day(-act.body_days_ago)}
    asked = _asked(case, TaskKind.DECIDE)
    return "decided", asked.person, {**facts, "assignment": asked.id, "level": "L1"}  # as behind the link


def _withdraw(act: Withdraw, case: Case, scene: Scene) -> Meaning:
    return "withdrawn", case.submitter, _given(act)


def _promised(act: Promise, case: Case, scene: Scene) -> Meaning:
    return "promised", scene.office, {"promise": _promise(act, scene)}


def _settle(act: Settle, case: Case, scene: Scene) -> Meaning:
    promise = next((c for c in case.commitments if c.state is CommitmentState.OPEN), None)
    until = scene.day(act.new_due_in_days) if act.new_due_in_days else None
    facts = {"answer": act.answer, "reason": act.reason, "new_due_on": until}
    if promise is None:
        raise ScriptError("There is no open promise to settle.")
    return "settled", promise.owner, {"commitment": promise.id, **facts}


def _promise(promise: ScriptedPromise, scene: Scene) -> dict[str, Any]:
    return {"text": promise.text, "owner": scene.people[promise.owner], "due_on": scene.day(promise.due_in_days)}


def _asked(case: Case, kind: TaskKind) -> Assignment:
    tasks = case.open_tasks(kind)
    waiting = [a for task in tasks for a in case.open_assignments(task.id)]
    if not waiting:
        raise ScriptError(f"Nobody is asked for “{kind}” in {case.number}.")
    return waiting[0]


_PLAY: Mapping[type, Callable[[Any, Case, Scene], Meaning]] = {
    Accept: _by_office("accepted"),
    Ask: _by_office("question_asked"),
    Decline: _by_office("declined"),
    ReviewAgain: _by_office("reviewed_again"),
    Reply: _reply,
    GiveAnswer: _answer,
    Forward: _forward,
    Defer: _defer,
    Decide: _decide,
    Withdraw: _withdraw,
    Promise: _promised,
    Settle: _settle,
}
