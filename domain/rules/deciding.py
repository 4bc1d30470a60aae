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
