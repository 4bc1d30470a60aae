"""Prioritisation: the idea is put forward; what is put off instead is in `domain.rules.deferral`."""

from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import PutForward
from domain.hearing import heard
from domain.rules import sign_off
from domain.rules.deciding import ask_for_decision
from domain.rules.deferral import end_deferral
from domain.staffing import eligible
from domain.words import Role, SignResult, Stage, TaskKind


def put_forward(draft: Draft, happening: PutForward) -> None:
    """The idea goes to whoever decides, a person or a body whose decision the office records; or is co-signed first."""
    if not _decision_waits_for_a_name(draft):
        _in_prioritisation(draft)
    if len(heard(draft.case)) < draft.case.reviews_needed:
        raise RuleBroken("decision.no_quorum")
    _check_decider(draft, happening)
    again = draft.case.stage is Stage.DECISION
    end_deferral(draft)
    draft.close_tasks(TaskKind.PRIORITISE, TaskKind.DECIDE)
    draft.move_to(Stage.DECISION)
    if happening.sign_off or _required(draft, again=again):
        sign_off.begin(draft, happening)
    else:
        ask_for_decision(draft, happening.decider, happening.body)


def _required(draft: Draft, *, again: bool) -> bool:
    """Whether the process wants every idea co-signed; where only a decider is missing, that has been done."""
    rules = draft.world.definition.stages.decision.sign_off
    done = again and bool(draft.case.sign_offs) and draft.case.sign_offs[-1].result is SignResult.SIGNED
    return rules is not None and rules.required and not done


def _check_decider(draft: Draft, happening: PutForward) -> None:
    if bool(happening.decider) == bool(happening.body):
        raise RuleBroken("decider.one_needed")
    if happening.body and happening.body not in {b.id for b in draft.world.definition.stages.decision.bodies}:
        raise RuleBroken("decider.body_unknown")
    if happening.decider:
        person = draft.world.people.get(happening.decider)
        if person is None or not eligible(person, Role.DECIDER, draft.case):
            raise RuleBroken("decider.not_eligible")


def _in_prioritisation(draft: Draft) -> None:
    if draft.case.stage is not Stage.PRIORITISATION:
        raise RuleBroken("prioritise.wrong_stage")


def _decision_waits_for_a_name(draft: Draft) -> bool:
    """Where the process has no prioritisation, an idea comes to its decision without a decider."""
    waiting = draft.case.open_tasks(TaskKind.DECIDE)
    return any(task.role and not task.about for task in waiting)
