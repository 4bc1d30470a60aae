"""Whoever decides is asked: a person by assignment, or the office for a body whose decision it records."""

from domain.draft import Draft
from domain.words import EventKind, TaskKind


def ask_for_decision(draft: Draft, decider: str, body: str) -> None:
    """Opens the decision; the submitter hears that it is asked for."""
    rules = draft.world.definition.stages.decision
    task = draft.open_task(TaskKind.DECIDE, rules.deadline, role="" if decider else "office", about=body)
    draft.record(EventKind.PUT_FORWARD, task=task, decider=decider or None, body=body or None)
    if decider:
        draft.assign(task, decider, EventKind.DECISION_ASKED)


def ask_office(draft: Draft) -> None:
    """There is nobody to decide: the office names somebody, or a body; it is told whatever the definition says."""
    task = draft.open_task(TaskKind.DECIDE, draft.world.definition.stages.decision.deadline, role="office")
    draft.tell_office("nobody_to_ask", draft.record(EventKind.NOBODY_TO_ASK, task=task, missing=1))
