"""How a chain stands: which steps are decided, whose turn it is, what is ahead. Pure."""

from collections.abc import Iterable, Mapping
from itertools import takewhile

from domain.case import Case, SignOff, SignStep, Task
from domain.condition import Known, verdict
from domain.signing.rules import SignOffRules, SignRule
from domain.words import AssignmentState, SignState, TaskKind

SPOKE = (SignState.SIGNED, SignState.OBJECTED)
# What the condition of a step may ask about.
FIELDS = ("cost", "effort", "theme", "level", "outside_plan")


def running(case: Case) -> SignOff | None:
    """The chain under way: somebody, or the office, has a task in it, or what it has come to waits for objections."""
    last = case.sign_offs[-1] if case.sign_offs else None
    waits = case.held_until is not None or bool(case.open_tasks(TaskKind.SIGN))
    return last if last is not None and last.ended_at is None and waits else None


def spoke(step: SignStep) -> bool:
    """Whether somebody has signed, or objected for the record, and did not take it back."""
    return step.state in SPOKE and step.objected_at is None


def refused(steps: Iterable[SignStep]) -> SignStep | None:
    """The refusal that ends the chain; one that was taken back does not."""
    return next((s for s in steps if s.state is SignState.REFUSED and s.objected_at is None), None)


def asked_since(steps: Iterable[SignStep], undone: SignStep) -> bool:
    """Whether the same person has been asked for the same step after this one, and that holds."""
    return any(
        origin(s) == origin(undone)
        and s.place > undone.place
        and s.state is not SignState.REMOVED
        and s.objected_at is None
        for s in steps
    )


def steps_of(case: Case, sign_off: SignOff) -> tuple[SignStep, ...]:
    """Its steps in their order."""
    return tuple(sorted((s for s in case.sign_steps if s.sign_off == sign_off.id), key=lambda s: s.place))


def step_of(case: Case, task: Task | None) -> SignStep | None:
    """The step a task was opened for; None for every other task, and for none."""
    return next((s for s in case.sign_steps if task is not None and s.task == task.id), None)


def step_with(case: Case, step_id: str) -> SignStep | None:
    """The step with this id."""
    return next((s for s in case.sign_steps if s.id == step_id), None)


def rule_of(step: SignStep, rules: SignOffRules | None) -> SignRule | None:
    """What the definition says of it; None for one that the office put in."""
    return rules.step(step.step) if rules is not None and step.step else None


def origin(step: SignStep) -> str:
    """The first of the steps that ask the same person for the same thing."""
    return step.again_of or step.id


def ahead(steps: Iterable[SignStep]) -> tuple[SignStep, ...]:
    """What is not decided."""
    return tuple(s for s in steps if not s.decided)


def front(steps: Iterable[SignStep]) -> tuple[SignStep, ...]:
    """Whose turn it is: the first step that is not decided, and those that are asked together with it."""
    left = ahead(steps)
    if not left or not left[0].together:
        return left[:1]
    return tuple(takewhile(lambda s: s.together == left[0].together, left))


def returnable(steps: Iterable[SignStep], before: SignStep) -> tuple[SignStep, ...]:
    """Those it can be sent back to: whoever signed earlier, each by what they signed last."""
    latest: dict[str, SignStep] = {}
    for step in steps:
        if step.decided and step.state is not SignState.REMOVED:
            latest[origin(step)] = step
    return tuple(s for s in latest.values() if spoke(s) and origin(s) != origin(before))


def between(steps: Iterable[SignStep], first: SignStep, last: SignStep) -> tuple[SignStep, ...]:
    """Who signed after the one and before the other."""
    return tuple(s for s in returnable(steps, last) if first.place < s.place and s.id != first.id)


def leaves_out(rule: SignRule | None, step: SignStep, case: Case, sign_off: SignOff) -> bool:
    """Whether the condition certainly does not hold; whoever was asked before is asked again anyway."""
    if rule is None or rule.when is None or step.again_of:
        return False
    return verdict(rule.when, facts(case, sign_off)) is False


def facts(case: Case, sign_off: SignOff) -> Mapping[str, Known]:
    """What is known of the idea for the condition of a step."""
    text = case.text
    return {
        "cost": text.cost,
        "effort": text.effort,
        "theme": text.theme or None,
        "level": text.level or None,
        "outside_plan": sign_off.outside_plan,
    }


def is_mending(case: Case) -> bool:
    """Whether whoever it was sent back to has it, so that the office may change the text."""
    tasks = {t.id for t in case.open_tasks(TaskKind.SIGN)}
    back = {s.sent_to for s in case.sign_steps if s.state is SignState.SENT_BACK}
    return any(s.id in back and not s.decided and s.task in tasks for s in case.sign_steps)


_HOLDS = (AssignmentState.OPEN, AssignmentState.ANSWERED, AssignmentState.SILENT)


def taken(case: Case, sign_off: SignOff, but: SignStep | None = None) -> set[str]:
    """Everybody who has a part in it, in another step than this one: nobody signs twice."""
    others = [s for s in steps_of(case, sign_off) if but is None or origin(s) != origin(but)]
    tasks = {s.task for s in others if s.task}
    asked = {a.person for a in case.assignments if a.task in tasks and a.state in _HOLDS}
    holds = (s for s in others if s.state is not SignState.REMOVED and s.objected_at is None)
    return asked | {s.person for s in holds if s.person}
