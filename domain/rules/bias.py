"""Bias: whoever is to review, decide or sign says that they are biased; somebody else is asked in their place."""

from collections.abc import Callable, Mapping

from domain.asking.back import waits_for
from domain.case import Assignment, Task
from domain.deputies import deputy_of
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import BiasDeclared
from domain.rules import asking_back, sign_off
from domain.rules.asking import replace_reviewer
from domain.rules.assignments import find
from domain.rules.deciding import ask_office
from domain.rules.desk import ASKED
from domain.rules.reasons import keep_reason
from domain.rules.review import finish_if_complete, review_task
from domain.signing.chain import running, step_of
from domain.signing.signers import signer
from domain.words import AssignmentState, EventKind, TaskKind


def bias_declared(draft: Draft, happening: BiasDeclared) -> None:
    """Ends this person's part; the fact stays in the record, the reason is internal and can be blanked."""
    assignment, task = find(draft, happening.assignment)
    if assignment.person != happening.by:
        raise RuleBroken("not_allowed")
    if task.kind not in _INSTEAD:
        raise RuleBroken("task.unknown")
    reason = keep_reason(draft, EventKind.BIAS_DECLARED, internal=happening.reason) if happening.reason else None
    question = waits_for(draft.case, assignment.id)
    draft.end(assignment, AssignmentState.BIASED)
    facts = {} if reason is None else {"reason": reason.id}
    draft.record(EventKind.BIAS_DECLARED, task=task, assignment=assignment, **facts)
    _INSTEAD[task.kind](draft, task, assignment)
    if task.kind is not TaskKind.REVIEW and question is not None:
        for other in draft.case.open_assignments(task.id)[:1]:
            asking_back.pass_on(draft, None, question, other)


def _reviews(draft: Draft, task: Task, biased: Assignment) -> None:
    replace_reviewer(draft, task, biased)
    if review_task(draft) is not None:
        finish_if_complete(draft)


def _decides(draft: Draft, task: Task, biased: Assignment) -> None:
    """Whoever stands in decides; where nobody does, the office names somebody, as it did at first."""
    if not _somebody_else(draft, task, biased):
        draft.close_task(task)
        ask_office(draft)


def _signs(draft: Draft, task: Task, biased: Assignment) -> None:
    """Whoever stands in signs, else somebody else the step means; where there is nobody, the office names somebody."""
    step, chain = step_of(draft.case, task), running(draft.case)
    assert step is not None  # a task to sign is opened for one, and closed with its chain
    assert chain is not None  # as above
    if _somebody_else(draft, task, biased):
        return
    found = signer(step, draft.case, chain, draft.world).person
    if found is not None:
        draft.assign(task, found.id, EventKind.SIGN_ASKED)
        return
    draft.close_task(task)
    sign_off.ask_office(draft, step)


def _somebody_else(draft: Draft, task: Task, biased: Assignment) -> bool:
    """Somebody has it besides already, or whoever stands in for them is asked."""
    if draft.case.open_assignments(task.id):
        return True
    deputy = deputy_of(biased.seat, task, draft.case, draft.world)
    if deputy is not None:
        instead_of = (biased.seat, ASKED[task.kind], biased.asked_as)
        draft.assign_instead(task, deputy, *instead_of, until_back=biased.until_back)
    return deputy is not None


_INSTEAD: Mapping[TaskKind, Callable[[Draft, Task, Assignment], None]] = {
    TaskKind.REVIEW: _reviews,
    TaskKind.DECIDE: _decides,
    TaskKind.SIGN: _signs,
}
