"""How sure it must be who answers, and how sure it was: what a task asks for against what came with the answer."""

from collections.abc import Mapping

from domain.case import Answer, Commitment, Decision
from domain.definition import ProcessDefinition
from domain.happenings import Answered, Decided, Settled
from domain.happenings.base import Assured, HappeningBase
from domain.words import Assurance, CommitmentAnswer, CommitmentState, TaskKind, Via

# A token is held by programs for months: whatever it says, nobody has shown now that it is them.
WORTH: Mapping[Assurance, int] = {Assurance.L0: 0, Assurance.TOKEN: 0, Assurance.L1: 1, Assurance.L2: 2}


def needed(kind: TaskKind, definition: ProcessDefinition) -> Assurance:
    """What such a task asks for; a second look asks for what the review did."""
    stages = definition.stages
    found = {TaskKind.DECIDE: stages.decision.assurance, TaskKind.COMMITMENT: stages.follow_up.assurance}
    if stages.review is not None:
        found |= dict.fromkeys((TaskKind.REVIEW, TaskKind.RECONSIDER), stages.review.assurance)
    return Assurance(found.get(kind, Assurance.L0))


def level_of(happening: HappeningBase) -> Assurance:
    """How sure it is who says this: the office is signed in, a token is a token, a link shows what it has."""
    if happening.via is Via.OFFICE:
        return Assurance.L2
    if happening.via is Via.API:
        return Assurance.TOKEN
    return happening.level if isinstance(happening, Assured) else Assurance.L0


def chosen(said: Answer | Decision | Commitment | HappeningBase) -> str:
    """What was chosen, as a code; "" for scores alone. A code from the mailbox is for this choice and no other."""
    match said:
        case Answered(verdict=code) | Answer(verdict=code):
            return code.value
        case Decided(outcome=code) | Decision(outcome=code):
            return code.value
        case Settled(answer=code):
            return code.value
        case Commitment(state=CommitmentState.OPEN):
            return CommitmentAnswer.LATE.value
        case Commitment(state=code):
            return code.value
    return ""


def enough(level: Assurance, wanted: Assurance) -> bool:
    """Whether this level is at least the one that is asked for."""
    return WORTH[level] >= WORTH[wanted]
