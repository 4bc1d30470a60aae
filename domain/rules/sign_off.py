"""The co-signature chain: asks whose turn it is, and goes on to the next, to the decision, or to the office."""

from dataclasses import replace

from domain.case import SignOff, SignStep, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import PutForward
from domain.rules.deciding import ask_for_decision
from domain.rules.holding import hold, let_go
from domain.rules.stages import enter
from domain.signing.chain import (
    ahead,
    front,
    leaves_out,
    origin,
    refused,
    rule_of,
    spoke,
    step_of,
    step_with,
    steps_of,
)
from domain.signing.signers import signer
from domain.staffing import eligible
from domain.words import EventKind, Role, SignResult, SignState, Silence, Stage, TaskKind

BY_THE_OFFICE = "office"


def begin(draft: Draft, happening: PutForward) -> None:
    """The chain as the definition has it; its first step is asked."""
    rules = draft.world.definition.stages.decision.sign_off
    if rules is None:
        raise RuleBroken("sign.no_chain")
    chain = SignOff(
        id=draft.new_id(),
        by=happening.by,
        at=draft.now,
        decider=happening.decider,
        body=happening.body,
        outside_plan=happening.outside_plan,
    )
    draft.add("sign_offs", chain)
    for place, rule in enumerate(rules.steps, start=1):
        step = SignStep(draft.new_id(), chain.id, place, rule.id, blocking=rule.blocking, together=rule.together or "")
        draft.add("sign_steps", step)
    draft.record(
        EventKind.SIGN_OFF_STARTED, None, None, steps=len(rules.steps), outside_plan=int(happening.outside_plan)
    )
    proceed(draft, chain)


def proceed(draft: Draft, chain: SignOff) -> None:
    """Asks everybody whose turn it is; once nobody is left, the idea goes to its decision."""
    while turn := front(steps_of(draft.case, chain)):
        for step in turn:
            if not _is_open(draft, step):
                _reach(draft, chain, step)
        if ahead(step for step in steps_of(draft.case, chain) if step.id in {s.id for s in turn}):
            return
    _finish(draft, chain)


def _is_open(draft: Draft, step: SignStep) -> bool:
    task = draft.case.task(step.task) if step.task else None
    return task is not None and task.closed_at is None


def _reach(draft: Draft, chain: SignOff, step: SignStep) -> None:
    """It is this step's turn: somebody is asked, or it is left out, or the office is to name somebody."""
    rules = draft.world.definition.stages.decision.sign_off
    assert rules is not None  # a chain begins only where there are rules, and a case keeps its definition
    if leaves_out(rule_of(step, rules), step, draft.case, chain):
        draft.swap("sign_steps", replace(step, state=SignState.SKIPPED, at=draft.now))
        draft.record(EventKind.SIGN_SKIPPED, None, None, step=step.id)
        return
    found = signer(step, draft.case, chain, draft.world)
    for person, why in found.passed_over:
        draft.record(EventKind.SIGN_PASSED_OVER, None, None, step=step.id, person=person.id, why=why)
    if found.person is None:
        ask_office(draft, step)
        return
    task = _open(draft, step)
    draft.assign(task, found.person.id, EventKind.SIGN_ASKED)


def _open(draft: Draft, step: SignStep, role: str = "") -> Task:
    rules = draft.world.definition.stages.decision.sign_off
    assert rules is not None  # as above
    task = draft.open_task(TaskKind.SIGN, rules.deadline_of(step.step), role=role, about=step.step)
    draft.swap("sign_steps", replace(step, task=task.id))
    return task


def ask_office(draft: Draft, step: SignStep) -> None:
    """There is nobody to ask: the office names somebody, or takes the step out."""
    task = _open(draft, step, BY_THE_OFFICE)
    draft.record(EventKind.NOBODY_TO_ASK, task=task, missing=1)


def _finish(draft: Draft, chain: SignOff) -> None:
    """Everybody has signed: on to whoever decides; to the office, where they may do so no more.

    As long as a signer may still object it waits, since nobody who was told of it could be told otherwise.
    """
    if _waits(draft, chain):
        return
    end(draft, chain, SignResult.SIGNED)
    steps = steps_of(draft.case, chain)
    states = [s.state for s in steps if spoke(s) or s.state is SignState.SILENT]
    draft.record(
        EventKind.SIGN_OFF_DONE,
        None,
        None,
        signed=states.count(SignState.SIGNED),
        silent=states.count(SignState.SILENT),
        objected=states.count(SignState.OBJECTED),
    )
    person = draft.world.people.get(chain.decider) if chain.decider else None
    if chain.decider and (person is None or not eligible(person, Role.DECIDER, draft.case)):
        enter(draft, Stage.DECISION)
    else:
        ask_for_decision(draft, chain.decider, chain.body)


def _waits(draft: Draft, chain: SignOff) -> bool:
    steps = [s for s in steps_of(draft.case, chain) if s.objected_at is None]
    ends = [s.objection_until for s in steps if s.objection_until is not None]
    return hold(draft, max(ends, default=None), draft.case.task(max(steps, key=lambda s: s.place).task))


def period_over(draft: Draft, chain: SignOff) -> None:
    """Nobody has objected: what it has come to counts, all signatures or the refusal."""
    let_go(draft)
    refusal = refused(steps_of(draft.case, chain))
    if refusal is None:
        proceed(draft, chain)
    else:
        end(draft, chain, SignResult.REFUSED)
        draft.record(EventKind.SIGN_REFUSED, None, None, step=refusal.id, person=refusal.person, held=1)
        back_to_the_office(draft)


def end(draft: Draft, chain: SignOff, result: SignResult) -> None:
    """The chain is over; whoever is still asked need not sign any more."""
    draft.close_tasks(TaskKind.SIGN)
    draft.swap("sign_offs", replace(chain, ended_at=draft.now, result=result))


def back_to_the_office(draft: Draft) -> None:
    """The office weighs what to do: put it forward again, put it off, decline it."""
    has_prioritisation = draft.world.definition.stages.prioritisation is not None
    enter(draft, Stage.PRIORITISATION if has_prioritisation else Stage.DECISION)


def chain_of(draft: Draft, step: SignStep) -> SignOff:
    """The chain a step is in."""
    return next(c for c in draft.case.sign_offs if c.id == step.sign_off)


def stand_aside(draft: Draft, chain: SignOff) -> None:
    """Whoever is asked waits for their turn again."""
    for step in ahead(steps_of(draft.case, chain)):
        task = draft.case.task(step.task) if step.task else None
        if task is not None and task.closed_at is None:
            draft.close_task(task)
            draft.swap("sign_steps", replace(step, task=""))


def take_out(draft: Draft, step: SignStep) -> SignStep:
    """It is nobody's turn any more."""
    if step.task:
        task = draft.case.task(step.task)
        assert task is not None  # nothing is removed
        draft.close_task(task)
    gone = replace(step, state=SignState.REMOVED, at=draft.now)
    draft.swap("sign_steps", gone)
    return gone


def again(draft: Draft, step: SignStep, person: str = "", together: str | None = None) -> SignStep:
    """The same person is asked for the same step once more."""
    return SignStep(
        id=draft.new_id(),
        sign_off=step.sign_off,
        place=0,
        step=step.step,
        title=step.title,
        person=person or step.person,
        together=step.together if together is None else together,
        blocking=step.blocking,
        again_of=origin(step),
    )


def lay(draft: Draft, chain: SignOff, order: list[SignStep]) -> None:
    """What is ahead stands in this order, behind what is decided."""
    decided = [s.place for s in steps_of(draft.case, chain) if s.decided]
    for place, step in enumerate(order, start=max(decided, default=0) + 1):
        placed = replace(step, place=place)
        if step_with(draft.case, step.id) is None:
            draft.add("sign_steps", placed)
        else:
            draft.swap("sign_steps", placed)


def silent(draft: Draft, task: Task, meaning: Silence) -> None:
    """Nobody signed in time: it goes on without, counts as a refusal, or the office is to act."""
    step = step_of(draft.case, task)
    assert step is not None  # as above
    chain, last = chain_of(draft, step), [a for a in draft.case.assignments if a.task == task.id][-1]
    draft.close_task(task)
    if meaning is Silence.BLOCKED:
        ask_office(draft, step)
        return
    draft.swap("sign_steps", replace(step, state=SignState.SILENT, person=last.person, at=draft.now))
    if meaning is Silence.DECLINED and step.blocking:
        end(draft, chain, SignResult.REFUSED)
        draft.record(EventKind.SIGN_REFUSED, None, None, step=step.id, silent=1)
        back_to_the_office(draft)
    else:
        proceed(draft, chain)
