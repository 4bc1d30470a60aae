"""What people see of a wave on Temporal's own page: words, dates and counts of people, nobody's data."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.survey import WaveFacts
    from domain.survey.wave_words import WaveState

from workflows.shown import DUE, STAGE, minute, name

WAITS: dict[str, str] = {
    WaveState.PLANNED: "waits for its first day",
    WaveState.INVITING: "invites",
    WaveState.OPEN: "waits for answers",
    WaveState.CLOSED: "waits for its results",
    WaveState.ANSWERING: "waits for its owner to answer those who were asked",
    WaveState.DONE: "is over: those who were asked have their answer",
    WaveState.CANCELLED: "is over: nobody was asked",
}


def details(facts: WaveFacts) -> str:
    """State, counts, what is being carried out, next date, next wake-up."""
    parts = [f"step {facts.seq}", f"{facts.invited} invited"]
    if facts.waiting:
        parts.append(f"{facts.waiting} still to be invited")
    parts.append(f"{facts.answered} answered")
    if facts.errands:
        parts.append(f"to be carried out: {', '.join(name(errand) for errand in facts.errands)}")
    if facts.due:
        parts.append(f"next date {facts.due}")
    if facts.wake is not None:
        parts.append(f"next wake-up {minute(facts.wake)}")
    paused = " (paused)" if facts.paused else ""
    waits = WAITS.get(facts.state, facts.state)
    return f"**Wave {facts.number + 1}, {facts.state}**{paused}: {waits}\n\n{' · '.join(parts)}"


def show(facts: WaveFacts) -> None:
    """Tells Temporal's page where the wave stands; search attributes cost an event, so only in a new state."""
    if not facts.state:  # no such wave: nothing to show
        return
    workflow.set_current_details(details(facts))
    if workflow.info().typed_search_attributes.get(STAGE) != facts.state:
        due = DUE.value_set(facts.due) if facts.due else DUE.value_unset()
        workflow.upsert_search_attributes([STAGE.value_set(facts.state), due])
