"""What people see of a course on Temporal's own page: words of the process, dates and codes, nobody's data."""

from datetime import UTC, datetime

from temporalio import workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from contracts import names
    from contracts.course import Facts
    from domain.words import State

STAGE = SearchAttributeKey.for_keyword(names.STAGE)
DUE = SearchAttributeKey.for_keyword(names.DUE)  # a local date, not an instant; dates compare as text
PROCESS = SearchAttributeKey.for_keyword(names.PROCESS)

WAITS: dict[str, str] = {
    State.RECEIVED: "has just been received",
    State.TRIAGE: "waits for triage by the office",
    State.QUESTION: "waits for the submitter to answer a question",
    State.REVIEWING: "waits for its reviewers",
    State.CHANGES: "waits for the office, since a reviewer asked for changes",
    State.PRIORITISING: "waits for the office to put it forward, defer or decline it",
    State.DEFERRED: "is deferred, and wakes by itself",
    State.DECIDING: "waits for a decision",
    State.PLANNING: "waits for the office to record what was promised",
    State.COMMITTED: "waits for its promises to fall due",
    State.SETTLED: "is closed: every promise is settled",
    State.DECLINED: "is closed: declined by the office",
    State.REJECTED: "is closed: rejected",
    State.MERGED: "is closed: goes on in another idea",
    State.WITHDRAWN: "is closed: withdrawn by its submitter",
}


def details(facts: Facts) -> str:
    """Stage, what is awaited and from whom, step, due date, next wake-up."""
    waits = WAITS.get(facts.state, facts.state)
    parts = [f"step {facts.seq}"]
    if facts.due:
        parts.append(f"due {facts.due}")
    if facts.wake is not None:
        parts.append(f"next wake-up {minute(facts.wake)}")
    return f"**{facts.stage.replace('_', '-').capitalize()}**: {waits}\n\n{' · '.join(parts)}"


def minute(at: float) -> str:
    """An instant as people read it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M UTC")


def name(errand: str) -> str:
    """What it is, without the step that asked for it."""
    return errand.partition(":")[0]


def show(facts: Facts) -> None:
    """Tells Temporal's page where the course stands; search attributes cost an event, so only at a new stage."""
    if not facts.stage:  # no such case: nothing to show
        return
    workflow.set_current_details(details(facts))
    if workflow.info().typed_search_attributes.get(STAGE) != facts.stage:
        due = DUE.value_set(facts.due) if facts.due else DUE.value_unset()
        workflow.upsert_search_attributes([STAGE.value_set(facts.stage), due, PROCESS.value_set(facts.process)])
