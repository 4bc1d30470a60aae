"""How sure it must be who answers, and how sure it was: what a task asks for against what came with the answer."""

from collections.abc import Mapping

from domain.case import Answer, Commitment, Decision, SignStep
from domain.definition import ProcessDefinition
from domain.happenings import Answered, Decided, Settled, Signed
from domain.happenings.base import Assured, HappeningBase
from domain.words import Assurance, CommitmentAnswer, CommitmentState, SignState, TaskKind, Via

# A token is held by programs for months: whatever it says, nobody has shown now that it is them.
WORTH: Mapping[Assurance, int] = {Assurance.L0: 0, Assurance.TOKEN: 0, Assurance.L1: 1, Assurance.L2: 2}

# What became of a step, as what its signer chose.
_SIGNED: Mapping[SignState, str] = {
    SignState.SIGNED: "sign",
    SignState.OBJECTED: "object",
    SignState.REFUSED: "refuse",
    SignState.SENT_BACK: "send_back",
}


def needed(kind: TaskKind, definition: ProcessDefinition, about: str = "") -> Assurance:
    """What such a task asks for; a second look asks for what the review did, a co-signature for what its step says.

    `about` is what the task is about: of a co-signature, the step of the definition.
    """
    stages = definition.stages
    if kind is TaskKind.SIGN and stages.decision.sign_off is not None:
        return Assurance(stages.decision.sign_off.assurance_of(about))
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


def chosen(said: Answer | Decision | Commitment | SignStep | HappeningBase) -> str:
    """What was chosen, as a code; "" for scores alone. A code from the mailbox is for this choice and no other."""
    match said:
        case Answered(verdict=code) | Answer(verdict=code):
            return code.value
        case Decided(outcome=code) | Decision(outcome=code):
            return code.value
        case Settled(answer=code):
            return code.value
        case Signed(said=word):
            return word
        case SignStep(remark=remark, state=state):
            return "remark" if state is SignState.SIGNED and remark else _SIGNED.get(state, "")
        case Commitment(state=CommitmentState.OPEN):
            return CommitmentAnswer.LATE.value
        case Commitment(state=code):
            return code.value
    return ""


def enough(level: Assurance, wanted: Assurance) -> bool:
    """Whether this level is at least the one that is asked for."""
    return WORTH[level] >= WORTH[wanted]
