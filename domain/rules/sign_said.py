"""What a signer says: on with the chain, back with it, or an end to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.case import SignStep
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import Signed
from domain.rules import beside
from domain.rules import sign_off as chains
from domain.rules.assignments import open_assignment
from domain.rules.assurance import shown
from domain.rules.holding import hold, period_end
from domain.signing.chain import ahead, between, returnable, step_of, step_with, steps_of
from domain.words import EventKind, SignResult, SignState, TaskKind


def signed(draft: Draft, happening: Signed) -> None:
    """One signer's word: on with it, back with it, or an end to it."""
    assignment, task = open_assignment(draft, happening.assignment, TaskKind.SIGN)
    if happening.on_version != draft.case.version:
        raise RuleBroken("task.changed", version=draft.case.version)
    step = step_of(draft.case, task)
    assert step is not None  # a task to sign is opened for one
    _check(draft, happening, step)
    others = beside.others_of(draft, assignment)
    draft.answer_open(task, by=happening.by)
    draft.close_task(task)
    _SAID[happening.said](draft, happening, step, {"task": task, "assignment": assignment})
    beside.tell(draft, others, assignment)


def _check(draft: Draft, happening: Signed, step: SignStep) -> None:
    person = draft.world.people.get(happening.by)
    if person is not None and person.shared and not happening.stated_name:
        raise RuleBroken("answer.name_required")
    if happening.said != "sign" and not happening.remark:
        raise RuleBroken("sign.remark_required")
    if happening.said == "send_back" and happening.to not in {s.id for s in _earlier(draft, step)}:
        raise RuleBroken("sign.not_earlier")


def _earlier(draft: Draft, step: SignStep) -> tuple[SignStep, ...]:
    return returnable(steps_of(draft.case, chains.chain_of(draft, step)), step)


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
        level=shown(draft, TaskKind.SIGN, step.step),
        objection_until=period_end(draft),
        **more,
    )
    draft.swap("sign_steps", done)
    return done


def _sign(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    done = _decide(draft, happening, step, SignState.SIGNED)
    draft.record(EventKind.SIGNED, step=done.id, remarked=int(bool(done.remark)), late=int(done.late), **of)
    chains.proceed(draft, chains.chain_of(draft, step))


def _refuse(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    """Where the step may stop the chain, it does; else the objection stands in the record, and it goes on."""
    chain = chains.chain_of(draft, step)
    if not step.blocking:
        _decide(draft, happening, step, SignState.OBJECTED)
        draft.record(EventKind.SIGN_OBJECTED, step=step.id, **of)
        chains.proceed(draft, chain)
        return
    until = _decide(draft, happening, step, SignState.REFUSED).objection_until
    if until is not None:
        chains.stand_aside(draft, chain)
        draft.record(EventKind.SIGN_REFUSED, step=step.id, until=until.isoformat(), **of)
        hold(draft, until, of["task"])
        return
    chains.end(draft, chain, SignResult.REFUSED)
    draft.record(EventKind.SIGN_REFUSED, step=step.id, **of)
    chains.back_to_the_office(draft)


def _send_back(draft: Draft, happening: Signed, step: SignStep, of: Mapping[str, Any]) -> None:
    """To somebody who has signed; then to whoever sent it back, past those who need not see it twice."""
    chain = chains.chain_of(draft, step)
    target = step_with(draft.case, happening.to)
    assert target is not None  # it was checked
    steps = steps_of(draft.case, chain)
    seen = between(steps, target, step) if happening.again else ()
    left = list(ahead(steps))
    chains.stand_aside(draft, chain)
    mend = chains.again(draft, target, together="")
    order = [mend, *(chains.again(draft, s) for s in seen)]
    for other in left:
        order.append(chains.again(draft, step, person=happening.by) if other.id == step.id else _now(draft, other))
    _decide(draft, happening, step, SignState.SENT_BACK, sent_to=mend.id)
    chains.lay(draft, chain, order)
    draft.record(EventKind.SIGN_SENT_BACK, step=step.id, to=mend.id, again=len(seen), **of)
    chains.proceed(draft, chain)


def _now(draft: Draft, step: SignStep) -> SignStep:
    return step_with(draft.case, step.id) or step


_SAID: Mapping[str, Callable[[Draft, Signed, SignStep, Mapping[str, Any]], None]] = {
    "sign": _sign,
    "remark": _sign,
    "refuse": _refuse,
    "send_back": _send_back,
}
