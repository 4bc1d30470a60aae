"""Who signs a step: four eyes hold throughout; whoever is passed over is told of with a code."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.asking.choosing import least_busy
from domain.asking.eligibility import biased
from domain.asking.groups import members
from domain.asking.known import Known
from domain.case import Case, SignOff, SignStep, Task
from domain.signing.chain import rule_of, running, spoke, step_of, steps_of, taken
from domain.world import Person


class WhyNot(StrEnum):
    """Why somebody does not sign; the first that holds is told."""

    GONE = "gone"
    OUTSIDE = "outside"
    SUBMITTER = "submitter"
    BIASED = "biased"
    TWICE = "twice"


_TOLD = (WhyNot.SUBMITTER, WhyNot.BIASED, WhyNot.TWICE)


@dataclass(frozen=True, slots=True)
class Found:
    """Whoever is to sign, if anybody, and those who would have been asked but for four eyes."""

    person: Person | None
    passed_over: tuple[tuple[Person, WhyNot], ...] = ()


def why_not(person: Person, case: Case, sign_off: SignOff, step: SignStep | None = None) -> WhyNot | None:
    """Why this person does not sign this step, or one that is put in; None if they may."""
    checks = (
        (not person.active, WhyNot.GONE),
        (not (person.department or person.roles), WhyNot.OUTSIDE),
        (person.id == case.submitter, WhyNot.SUBMITTER),
        (biased(person.id, case), WhyNot.BIASED),
        (person.id in taken(case, sign_off, step), WhyNot.TWICE),
    )
    return next((why for holds, why in checks if holds), None)


def signer(step: SignStep, case: Case, sign_off: SignOff, known: Known) -> Found:
    """Who is asked: the least busy of those the step means, or whoever was named for it."""
    meant = meant_by(step, case, sign_off, known)
    why = {p.id: why_not(p, case, sign_off, step) for p in meant}
    fit = [p for p in meant if why[p.id] is None]
    passed = tuple((p, w) for p in meant if (w := why[p.id]) in _TOLD and w is not None)
    return Found(next(iter(least_busy(fit, known)), None), passed)


def meant_by(step: SignStep, case: Case, sign_off: SignOff, known: Known) -> tuple[Person, ...]:
    """Everybody the step means, fit or not."""
    if step.person:
        return tuple(p for p in (known.people.get(step.person),) if p is not None)
    rule = rule_of(step, known.definition.stages.decision.sign_off)
    if rule is None:
        return ()
    if rule.superior:
        return _above(step, case, sign_off, known)
    return members(rule.group, case, known)


def _above(step: SignStep, case: Case, sign_off: SignOff, known: Known) -> tuple[Person, ...]:
    """Whom the last who signed before reports to; whom the submitter does, where nobody has."""
    before = [s for s in steps_of(case, sign_off) if s.place < step.place and spoke(s)]
    below = known.people.get(before[-1].person if before else case.submitter)
    above = known.people.get(below.superior) if below is not None else None
    return (above,) if above is not None else ()


def may_take(person: Person, task: Task | None, case: Case, known: Known, asked: str) -> bool:
    """Whether a step may be handed to this person: somebody it means as well, or of the same department."""
    chain, step = running(case), step_of(case, task) if task is not None else None
    if chain is None or step is None or why_not(person, case, chain, step) is not None:
        return False
    before = known.people.get(asked)
    colleague = before is not None and bool(before.department) and before.department == person.department
    return colleague or person in meant_by(replace(step, person=""), case, chain, known)


def colleagues(task: Task | None, case: Case, known: Known, asked: str) -> list[Person]:
    """Everybody to whom whoever is asked may hand the step."""
    open_now = {a.person for a in case.open_assignments(task.id)} if task is not None else set()
    return [p for p in known.people.values() if p.id not in open_now and may_take(p, task, case, known, asked)]
