"""Decision: a person decides, or the office records the decision of a body."""

from domain import calendar
from domain.case import Assignment, Decision
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Decided
from domain.hearing import heard, voices
from domain.may import Relation, relations
from domain.rules.anew import undo
from domain.rules.assignments import open_assignment
from domain.rules.assurance import shown
from domain.rules.holding import period_end
from domain.rules.stages import go_on
from domain.signing.chain import running
from domain.utility import weighted_utility
from domain.words import AssignmentState, EventKind, Outcome, Stage, TaskKind


def decided(draft: Draft, happening: Decided) -> None:
    """The outcome with its reasons; accepted goes into follow-up, rejected ends the case."""
    if draft.case.stage is not Stage.DECISION:
        raise RuleBroken("decision.wrong_stage")
    if running(draft.case) is not None:
        raise RuleBroken("decision.not_signed")
    if draft.case.held_until is not None:
        raise RuleBroken("decision.held")
    if len(heard(draft.case)) < draft.case.reviews_needed:
        raise RuleBroken("decision.no_quorum")
    _by_person(draft, happening) if happening.assignment else _by_body(draft, happening)
    decision = _decision(draft, happening)
    draft.add("decisions", decision)
    assignment = draft.case.assignment(decision.assignment)
    asked = draft.case.task(assignment.task) if assignment is not None else None
    draft.close_tasks(TaskKind.DECIDE)
    until = decision.objection_until
    draft.change(held_until=until)
    facts = {} if until is None else {"until": until.isoformat()}
    body = decision.body or None
    draft.record(
        EventKind.DECIDED, asked, assignment, decision=decision.id, outcome=decision.outcome, body=body, **facts
    )
    if until is None:
        _go_on(draft, decision)


def take_effect(draft: Draft) -> None:
    """The time to object is over: whoever sent it in hears of it, and it goes on."""
    decision = draft.case.decided
    assert decision is not None  # it is what was held
    draft.record(EventKind.TOOK_EFFECT, decision=decision.id, outcome=decision.outcome, body=decision.body or None)
    _go_on(draft, decision)


def _go_on(draft: Draft, decision: Decision) -> None:
    if decision.outcome is Outcome.ACCEPTED:
        go_on(draft)
    else:
        draft.close(Outcome.REJECTED)


def ask_anew(draft: Draft, assignment: Assignment) -> None:
    """Whoever was asked is asked again; the task of before stays closed."""
    task = draft.open_task(TaskKind.DECIDE, draft.world.definition.stages.decision.deadline)
    undo(draft, task, assignment, EventKind.DECISION_ASKED)


def _by_person(draft: Draft, happening: Decided) -> None:
    assignment, _ = open_assignment(draft, happening.assignment, TaskKind.DECIDE)
    person = draft.world.people.get(happening.by)
    if person is not None and person.shared and not happening.stated_name:
        raise RuleBroken("answer.name_required")
    if happening.body:
        raise RuleBroken("decision.person_or_body")
    draft.end(assignment, AssignmentState.ANSWERED)


def _by_body(draft: Draft, happening: Decided) -> None:
    person = draft.world.people.get(happening.by)
    if Relation.OFFICE not in relations(draft.case, happening.by, person):
        raise RuleBroken("not_allowed")
    known = {b.id for b in draft.world.definition.stages.decision.bodies}
    if happening.body not in known or happening.body_date is None:
        raise RuleBroken("decision.body_missing")
    if happening.body_date > calendar.local_date(draft.now, draft.world.zone):
        raise RuleBroken("decision.date_in_future")


def _decision(draft: Draft, happening: Decided) -> Decision:
    return Decision(
        id=draft.new_id(),
        by=happening.by,
        at=draft.now,
        outcome=happening.outcome,
        public_reason=happening.public_reason,
        internal_reason=happening.internal_reason,
        body=happening.body,
        body_date=happening.body_date,
        body_number=happening.body_number,
        votes_for=happening.votes_for,
        votes_against=happening.votes_against,
        stated_name=happening.stated_name,
        assignment=happening.assignment,
        level=shown(draft, TaskKind.DECIDE),
        objection_until=period_end(draft) if happening.assignment else None,
        utility=weighted_utility(draft.world.definition.criteria, voices(draft.case).values()).value,
    )
