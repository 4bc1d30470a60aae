"""A co-signature chain in words: each step with who, what became of it, and since when; for the office and signers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.assurance_sentences import LEVELS
from domain.case import Case, SignOff, SignStep
from domain.definition import ProcessDefinition
from domain.signing.chain import refused, rule_of, running, spoke, step_with, steps_of
from domain.words import SignResult, SignState
from kit.i18n import N_

# The state of a step: what it is called, and its tone.
STATES: Mapping[str, tuple[str, str]] = {
    SignState.AHEAD: (N_("still to come"), "neutral"),
    SignState.SIGNED: (N_("signed"), "success"),
    SignState.OBJECTED: (N_("objected, for the record"), "warning"),
    SignState.REFUSED: (N_("refused to sign"), "danger"),
    SignState.SENT_BACK: (N_("sent back"), "warning"),
    SignState.SILENT: (N_("said nothing in time"), "warning"),
    SignState.SKIPPED: (N_("not needed here"), "neutral"),
    SignState.REMOVED: (N_("taken out by the office"), "neutral"),
}
ASKED = (N_("asked now"), "accent")
NOBODY = (N_("nobody to ask: the office names somebody"), "danger")
OVER = (N_("no longer needed"), "neutral")
TAKEN_BACK = (N_("taken back by objection"), "warning")
RESULTS: Mapping[str, tuple[str, str]] = {
    SignResult.SIGNED: (N_("everybody has signed"), "success"),
    SignResult.REFUSED: (N_("refused to sign"), "danger"),
    SignResult.STOPPED: (N_("stopped by the office"), "neutral"),
}


@dataclass(frozen=True)
class Step:
    """One line of the list."""

    id: str
    title: str
    instead_of: str  # id of the person they stand in for; "" where they do not
    person: str  # id of whoever is asked, is named, or has decided; "" where that is open
    state: str  # an English sentence id
    tone: str
    at: datetime | None
    remark: str
    stated_name: str
    version: int  # of the text that was signed; 0 before
    again: bool
    blocking: bool
    sent_to: str  # title of the step it was sent back to
    decided: bool
    reached: bool  # whether somebody has it
    spoke: bool  # whether they can be asked once more
    late: bool
    level: str  # how sure it was who signed, in words; "" where nobody kept it


def title_of(step: SignStep, definition: ProcessDefinition, language: str) -> str:
    """What the process calls it, or whoever put it in."""
    rule = rule_of(step, definition.stages.decision.sign_off)
    return step.title or (rule.title.in_(language) if rule is not None else step.step)


def chain_of(
    case: Case, chain: SignOff, definition: ProcessDefinition, language: str, t: Callable[[str], str]
) -> list[Step]:
    """All steps in their order, in the reader's language."""
    return [_step(step, case, chain, definition, language, t) for step in steps_of(case, chain)]


def _step(
    step: SignStep, case: Case, chain: SignOff, definition: ProcessDefinition, language: str, t: Callable[[str], str]
) -> Step:
    task = case.task(step.task) if step.task else None
    reached = not step.decided and task is not None and task.closed_at is None
    asked = next(iter(case.open_assignments(task.id)), None) if task is not None and reached else None
    person = asked.person if asked is not None else step.person
    parts = [a for a in case.assignments if a.task == step.task and a.person == person]
    text, tone = _state(step, chain, case, reached=reached, asked=asked is not None)
    back = step_with(case, step.sent_to) if step.sent_to else None
    return Step(
        id=step.id,
        title=title_of(step, definition, language),
        person=person,
        instead_of=parts[-1].for_person if parts else "",
        state=t(text),
        tone=tone,
        at=step.at or (asked.opened_at if asked is not None else None),
        remark=step.remark,
        stated_name=step.stated_name,
        version=step.text_version,
        again=bool(step.again_of),
        blocking=step.blocking,
        sent_to="" if back is None else title_of(back, definition, language),
        decided=step.decided,
        reached=reached,
        spoke=spoke(step),
        late=step.late,
        level=t(LEVELS[step.level]) if step.level else "",
    )


def _state(step: SignStep, chain: SignOff, case: Case, *, reached: bool, asked: bool) -> tuple[str, str]:
    if step.objected_at is not None:
        return TAKEN_BACK
    if step.decided:
        return STATES[step.state]
    if asked:
        return ASKED
    if reached:
        return NOBODY
    goes_on = running(case) == chain and refused(steps_of(case, chain)) is None
    return STATES[SignState.AHEAD] if goes_on else OVER


def newest(case: Case) -> SignOff | None:
    """The chain under way, or the last one."""
    return case.sign_offs[-1] if case.sign_offs else None
