"""What people see of a round on Temporal's own page: words, dates and counts, nobody's ratings."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.rounds import RoundFacts
    from domain.rounds.words import RoundState

from workflows.shown import DUE, STAGE, minute, name

WAITS: dict[str, str] = {
    RoundState.ANNOUNCED: "waits for its first day",
    RoundState.OPEN: "waits for ratings",
    RoundState.CLOSED: "waits for its ranking",
    RoundState.COMPUTED: "waits for the office to decide",
    RoundState.DECIDED: "is over: every idea has its result",
    RoundState.CANCELLED: "is over: it was called off",
}


def details(facts: RoundFacts) -> str:
    """State, counts, what is being carried out, next date, next wake-up."""
    parts = [f"step {facts.seq}", f"{facts.ideas} ideas", f"{facts.raters} raters"]
    if facts.missing is not None:
        parts.append(f"{facts.missing} still waited for")
    if facts.errands:
        parts.append(f"to be carried out: {', '.join(name(errand) for errand in facts.errands)}")
    if facts.due:
        parts.append(f"next date {facts.due}")
    if facts.wake is not None:
        parts.append(f"next wake-up {minute(facts.wake)}")
    waits = WAITS.get(facts.state, facts.state)
    return f"**Round {facts.number}, {facts.state}**: {waits}\n\n{' · '.join(parts)}"


def show(facts: RoundFacts) -> None:
    """Tells Temporal's page where the round stands; search attributes cost an event, so only in a new state."""
    if not facts.state:  # no such round: nothing to show
        return
    workflow.set_current_details(details(facts))
    if workflow.info().typed_search_attributes.get(STAGE) != facts.state:
        due = DUE.value_set(facts.due) if facts.due else DUE.value_unset()
        workflow.upsert_search_attributes([STAGE.value_set(facts.state), due])
