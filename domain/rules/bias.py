"""Bias: whoever is asked for a review says that they are biased; somebody else is asked in their place."""

from domain.draft import Draft
from domain.happenings import BiasDeclared
from domain.rules.asking import replace_reviewer
from domain.rules.assignments import open_assignment
from domain.rules.reasons import keep_reason
from domain.rules.review import finish_if_complete, review_task
from domain.words import AssignmentState, EventKind, TaskKind


def bias_declared(draft: Draft, happening: BiasDeclared) -> None:
    """Ends this person's part; the fact stays in the record, the reason is internal and can be blanked."""
    assignment, task = open_assignment(draft, happening.assignment, TaskKind.REVIEW)
    reason = keep_reason(draft, EventKind.BIAS_DECLARED, internal=happening.reason) if happening.reason else None
    draft.end(assignment, AssignmentState.BIASED)
    facts = {} if reason is None else {"reason": reason.id}
    draft.record(EventKind.BIAS_DECLARED, task=task, assignment=assignment, **facts)
    replace_reviewer(draft, task, assignment)
    if review_task(draft) is not None:
        finish_if_complete(draft)
