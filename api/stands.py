"""Where an idea stands, in words for people outside the administration."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.asking_back import to_answer
from domain.case import Case
from domain.words import MeasureState, State
from kit.i18n import N_


@dataclass(frozen=True)
class Standing:
    """A state in a word, a sentence and a colour; what comes next."""

    name: str
    meaning: str
    next: str = ""
    tone: str = "info"
    dated: bool = True  # whether the next date is one of the idea, and not of a single person


STANDING: Mapping[str, Standing] = {
    State.RECEIVED: Standing(N_("Received"), N_("The idea has arrived."), N_("The office looks at the idea.")),
    State.TRIAGE: Standing(N_("With the office"), N_("The idea has arrived."), N_("The office looks at the idea.")),
    State.QUESTION: Standing(
        N_("Question open"),
        N_("The office has a question to whoever had the idea."),
        N_("The question is answered."),
        "warning",
    ),
    State.REVIEWING: Standing(
        N_("In review"), N_("People who know the subject look at the idea."), N_("The reviews come in.")
    ),
    State.CHANGES: Standing(
        N_("Being revised"),
        N_("A reviewer has asked for changes."),
        N_("The idea is revised and reviewed again."),
        "warning",
    ),
    State.PRIORITISING: Standing(
        N_("Being weighed"),
        N_("The reviews are in. The office weighs the idea against others."),
        N_("It is put forward for decision, put off, or declined."),
    ),
    State.DEFERRED: Standing(
        N_("Put off"),
        N_("Not now: the idea rests and is taken up again by itself."),
        N_("It is looked at again."),
        "warning",
    ),
    State.PAUSED: Standing(
        N_("Paused"), N_("The idea rests, and all its dates stand still."), N_("It goes on where it stood."), "warning"
    ),
    State.DECIDING: Standing(N_("Before decision"), N_("The idea has been put forward."), N_("It is decided.")),
    State.PLANNING: Standing(
        N_("Accepted, being planned"),
        N_("The idea has been accepted."),
        N_("It is agreed who does what by when."),
        "success",
    ),
    State.COMMITTED: Standing(
        N_("Being put into practice"),
        N_("The idea has been accepted, and somebody is committed to it."),
        N_("The commitments are kept."),
        "success",
    ),
    State.SETTLED: Standing(N_("Finished"), N_("All commitments have been settled."), "", "success"),
    State.DECLINED: Standing(N_("Declined"), N_("The idea will not be pursued."), "", "danger"),
    State.REJECTED: Standing(N_("Rejected"), N_("It was decided not to pursue the idea."), "", "danger"),
    State.MERGED: Standing(N_("Merged"), N_("The idea goes on in another one that wants the same."), "", "neutral"),
    State.WITHDRAWN: Standing(N_("Withdrawn"), N_("Whoever had the idea has taken it back."), "", "neutral"),
}


STOPPED = Standing(N_("Stopped"), N_("The measure was stopped."), "", "neutral")


CO_SIGNED = Standing(
    N_("Being co-signed"),
    N_("The idea is being co-signed, then it is decided."),
    N_("Everybody who is to sign has signed."),
    dated=False,
)
YOUR_TURN = Standing(N_("Question open"), N_("We wait for your answer."), N_("You answer the question."), "warning")


def standing(case: Case) -> Standing:
    """Where the idea stands; what was stopped is over, but was not carried out."""
    if case.state is State.SETTLED and case.measure is MeasureState.STOPPED:
        return STOPPED
    if case.state is State.DECIDING and any(chain.ended_at is None for chain in case.sign_offs):
        return CO_SIGNED
    return STANDING[case.state]


def standing_for_submitter(case: Case) -> Standing:
    """The same for whoever had the idea: what is asked of them comes first."""
    asked = any(q.ended_at is None for q in to_answer(case))
    return YOUR_TURN if asked and case.paused_at is None else standing(case)
