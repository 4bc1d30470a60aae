"""The co-signature chain: asks whose turn it is, takes what they say, and goes on, back, or to the office."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.case import SignOff, SignStep, Task
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import PutForward, Signed
from domain.rules.assignments import open_assignment
from domain.rules.deciding import ask_for_decision
from domain.rules.stages import enter
from domain.signing.chain import (
    ahead,
    between,
    front,
    leaves_out,
    origin,
    returnable,
    rule_of,
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
    """Everybody has signed: on to whoever decides; to the office, where they may do so no more."""
    end(draft, chain, SignResult.SIGNED)
    states = [s.state for s in steps_of(draft.case, chain)]
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


def end(draft: Draft, chain: SignOff, result: SignResult) -> None:
    """The chain is over; whoever is still asked need not sign any more."""
    draft.close_tasks(TaskKind.SIGN)
    draft.swap("sign_offs", replace(chain, ended_at=draft.now, result=result))


def back_to_the_office(draft: Draft) -> None:
    """The office weighs what to do: put it forward again, put it off, decline it."""
    has_prioritisation = draft.world.definition.stages.prioritisation is not None
    enter(draft, Stage.PRIORITISATION if has_prioritisation else Stage.DECISION)


# What a signer says


def signed(draft: Draft, happening: Signed) -> None:
    """One signer's word: on with it, back with it, or an end to it."""
    assignment, task = open_assignment(draft, happening.assignment, TaskKind.SIGN)
    if happening.on_version != draft.case.version:
        raise RuleBroken("task.changed", version=draft.case.version)
    step = step_of(draft.case, task)
    assert step is not None  # a task to sign is opened for one
    _check(draft, happening, step)
    draft.answer_open(task, by=happening.by)
    draft.close_task(task)
    _SAID[happening.said](draft, happening, step, {"task": task, "assignment": assignment})


def _check(draft: Draft, happening: Signed, step: SignStep) -> None:
    person = draft.world.people.get(happening.by)
    if person is not None and person.shared and not happening.stated_name:
        raise RuleBroken("answer.name_required")
    if happening.said != "sign" and not happening.remark:
        raise RuleBroken("sign.remark_required")
    if happening.said == "send_back" and happening.to not in {s.id for s in _earlier(draft, step)}:
        raise RuleBroken("sign.not_earlier")


def _earlier(draft: Draft, step: SignStep) -> tuple[SignStep, ...]:
    return returnable(steps_of(draft.case, _chain(draft, step)), step)


def _chain(draft: Draft, step: SignStep) -> SignOff:
    return next(c for c in draft.case.sign_offs if c.id == step.sign_off)


def _decide(draft: Draft, happening: Signed, step: SignStep, state: SignState, **more: Any) -> SignStep:
    task = draft.case.task(step.task)
    late = task is not None and task.due_at is not None and happening.at > task.due_at
    done = replace(
        step,
        state=state,
        person=happening.by,
        at=draft.now,
        via=happening.via,
        text_version=happening.on_version,
        remark=happening.remark,
        stated_name=happening.stated_name,
        late=late,
        **more,
    )
    draft.swap("sign_steps", done)
    return done


def _sign(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    done = _decide(draft, happening, step, SignState.SIGNED)
    draft.record(EventKind.SIGNED, step=done.id, remarked=int(bool(done.remark)), late=int(done.late), **of)
    proceed(draft, _chain(draft, step))


def _refuse(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    """Where the step may stop the chain, it does; else the objection stands in the record, and it goes on."""
    chain = _chain(draft, step)
    if not step.blocking:
        _decide(draft, happening, step, SignState.OBJECTED)
        draft.record(EventKind.SIGN_OBJECTED, step=step.id, **of)
        proceed(draft, chain)
        return
    _decide(draft, happening, step, SignState.REFUSED)
    end(draft, chain, SignResult.REFUSED)
    draft.record(EventKind.SIGN_REFUSED, step=step.id, **of)
    back_to_the_office(draft)


def _send_back(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    """To somebody who has signed; then to whoever sent it back, past those who need not see it twice."""
    chain = _chain(draft, step)
    target = step_with(draft.case, happening.to)
    assert target is not None  # it was checked
    steps = steps_of(draft.case, chain)
    seen = between(steps, target, step) if happening.again else ()
    left = list(ahead(steps))
    for other in left:
        _take_back(draft, other)
    mend = again(draft, target, together="")
    order = [mend, *(again(draft, s) for s in seen)]
    for other in left:
        order.append(again(draft, step, person=happening.by) if other.id == step.id else _now(draft, other))
    _decide(draft, happening, step, SignState.SENT_BACK, sent_to=mend.id)
    lay(draft, chain, order)
    draft.record(EventKind.SIGN_SENT_BACK, step=step.id, to=mend.id, again=len(seen), **of)
    proceed(draft, chain)


def _take_back(draft: Draft, step: SignStep) -> None:
    """Whoever was asked at the same time waits for their turn again."""
    task = draft.case.task(step.task) if step.task else None
    if task is not None and task.closed_at is None:
        draft.close_task(task)
        draft.swap("sign_steps", replace(step, task=""))


def _now(draft: Draft, step: SignStep) -> SignStep:
    return step_with(draft.case, step.id) or step


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


_SAID: Mapping[str, Callable[[Draft, Signed, SignStep, Mapping[str, Any]], None]] = {
    "sign": _sign,
    "remark": _sign,
    "refuse": _refuse,
    "send_back": _send_back,
}


def silent(draft: Draft, task: Task, meaning: Silence) -> None:
    """Nobody signed in time: it goes on without, counts as a refusal, or the office is to act."""
    step = step_of(draft.case, task)
    assert step is not None  # as above
    chain, last = _chain(draft, step), [a for a in draft.case.assignments if a.task == task.id][-1]
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
