"""What the office, the submitter or the post may do at several stages."""

from dataclasses import replace

from domain.asking.back import own_time, waits_for
from domain.asking.eligibility import may_review
from domain.case import Assignment, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Bounced, Declined, HandedOver, Hidden, Published, Reported, Withdrawn
from domain.may import Relation, relations
from domain.rules import asking_back
from domain.rules.assignments import check_not_asked, find
from domain.rules.deferral import end_deferral
from domain.rules.reasons import keep_reason
from domain.signing.signers import may_take
from domain.staffing import ROLE_OF, eligible
from domain.words import AssignmentState, EventKind, Outcome, Role, Stage, TaskKind
from domain.world import Person

_BEFORE_DECISION = (Stage.INTAKE, Stage.REVIEW, Stage.PRIORITISATION)


def declined(draft: Draft, happening: Declined) -> None:
    """The office says no, with reasons for the public and internal ones apart; never after the decision began."""
    in_changes = draft.case.changing
    if draft.case.stage not in (Stage.INTAKE, Stage.PRIORITISATION) and not in_changes:
        raise RuleBroken("decline.wrong_stage")
    reason = keep_reason(draft, EventKind.DECLINED, happening.public_reason, happening.internal_reason)
    end_deferral(draft)
    draft.close_tasks(*TaskKind)  # before the line in the record, so that those who were asked can be told
    draft.record(EventKind.DECLINED, reason=reason.id)
    draft.close(Outcome.DECLINED)


def withdrawn(draft: Draft, happening: Withdrawn) -> None:
    """The submitter takes the idea back, until it is decided; those asked need not answer."""
    if draft.case.stage is Stage.FOLLOW_UP:
        raise RuleBroken("withdraw.too_late")
    reason = keep_reason(draft, EventKind.WITHDRAWN, internal=happening.reason)
    end_deferral(draft)
    draft.close_tasks(*TaskKind)
    draft.change(public=False)
    draft.record(EventKind.WITHDRAWN, reason=reason.id)
    draft.close(Outcome.WITHDRAWN)


def published(draft: Draft, happening: Published) -> None:
    """The office makes the case public; what was withdrawn or never accepted is not."""
    never_accepted = draft.case.stage is Stage.INTAKE
    if never_accepted or draft.case.outcome is Outcome.WITHDRAWN:
        raise RuleBroken("publish.not_accepted")
    if draft.case.public:
        raise RuleBroken("publish.already")
    draft.change(public=True)
    draft.record(EventKind.PUBLISHED)


def hidden(draft: Draft, happening: Hidden) -> None:
    """The office takes the case off the public pages."""
    if not draft.case.public:
        raise RuleBroken("hide.not_public")
    reason = keep_reason(draft, EventKind.HIDDEN, internal=happening.reason)
    draft.change(public=False)
    draft.record(EventKind.HIDDEN, reason=reason.id)


def reported(draft: Draft, happening: Reported) -> None:
    """Somebody finds something wrong on the public page; the office hears of it."""
    if not draft.case.public:
        raise RuleBroken("case.unknown")
    reason = keep_reason(draft, EventKind.REPORTED, internal=happening.reason)
    draft.record(EventKind.REPORTED, reason=reason.id)


def bounced(draft: Draft, happening: Bounced) -> None:
    """A mail came back for good; the office hears of it, and sees it at the task."""
    assignment = draft.case.assignment(happening.assignment) if happening.assignment else None
    task = draft.case.task(assignment.task) if assignment is not None else None
    draft.record(
        EventKind.BOUNCED,
        task=task,
        assignment=assignment,
        mail=happening.mail,
        person=happening.person,
        code=happening.code,
    )


def handed_over(draft: Draft, happening: HandedOver) -> None:
    """An assignment goes to somebody else; the old link dies in the same step."""
    assignment, task = find(draft, happening.assignment)
    actor = draft.world.people.get(happening.by)
    if happening.by != assignment.person and Relation.OFFICE not in relations(draft.case, happening.by, actor):
        raise RuleBroken("not_allowed")
    person = draft.world.people.get(happening.to)
    if person is None or not _may_take(draft, task, person, assignment.person):
        raise RuleBroken("handover.not_eligible")
    check_not_asked(draft, task, person)
    _pass_on(draft, happening, assignment, task)


def _may_take(draft: Draft, task: Task, person: Person, asked: str) -> bool:
    if task.kind is TaskKind.SIGN:
        return may_take(person, task, draft.case, draft.world, asked)
    role = ROLE_OF.get(task.kind)
    if role is Role.REVIEWER:
        return may_review(person, draft.case, draft.world, "")
    return role is not None and eligible(person, role, draft.case)


def _pass_on(draft: Draft, happening: HandedOver, assignment: Assignment, task: Task) -> None:
    to = happening.to
    reason = keep_reason(draft, EventKind.HANDED_OVER, internal=happening.reason)
    left, question = own_time(draft.case, assignment.id), waits_for(draft.case, assignment.id)
    draft.end(assignment, AssignmentState.HANDED_OVER, handed_to=to)
    draft.record(EventKind.HANDED_OVER, task=task, assignment=assignment, to=to, reason=reason.id)
    if task.kind is TaskKind.COMMITMENT:
        _change_owner(draft, task.about, to)
    asking_back.pass_on(draft, left, question, draft.assign(task, to, ASKED[task.kind], assignment.asked_as))


def _change_owner(draft: Draft, commitment_id: str, owner: str) -> None:
    for commitment in draft.case.commitments:
        if commitment.id == commitment_id:
            draft.swap("commitments", replace(commitment, owner=owner))


ASKED = {
    TaskKind.REVIEW: EventKind.REVIEW_ASKED,
    TaskKind.SIGN: EventKind.SIGN_ASKED,
    TaskKind.DECIDE: EventKind.DECISION_ASKED,
    TaskKind.COMMITMENT: EventKind.COMMITMENT_ASKED,
}
