"""A chain under way is changed by the office: only what is ahead; what is decided stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.case import SignOff, SignStep
from domain.draft import Draft
from domain.errors import RuleBroken
from domain.happenings import SignOffChanged
from domain.rules import sign_off as chains
from domain.rules.holding import let_go
from domain.rules.reasons import keep_reason
from domain.signing.chain import ahead, origin, refused, running, spoke, step_with, steps_of
from domain.signing.signers import why_not
from domain.words import EventKind, SignResult


def sign_off_changed(draft: Draft, happening: SignOffChanged) -> None:
    """One change, with its reason in the record; then whoever's turn it is now is asked."""
    chain = running(draft.case)
    if chain is None:
        raise RuleBroken("sign.not_under_way")
    if happening.change != "stop" and refused(steps_of(draft.case, chain)) is not None:
        raise RuleBroken("sign.refused")
    changed = _CHANGE[happening.change](draft, happening, chain)
    told = {"told": 1} if happening.tell else {}
    let_go(draft)
    reason = keep_reason(draft, EventKind.SIGN_OFF_CHANGED, internal=happening.reason)
    if changed is None:
        chains.end(draft, chain, SignResult.STOPPED)
        draft.record(EventKind.SIGN_OFF_STOPPED, None, None, reason=reason.id, **told)
        chains.back_to_the_office(draft)
        return
    draft.record(
        EventKind.SIGN_OFF_CHANGED,
        None,
        None,
        change=happening.change,
        step=changed.id,
        person=changed.person or None,
        reason=reason.id,
        **told,
    )
    chains.proceed(draft, chain)


def _insert(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    _check_person(draft, happening, chain, None)
    if not happening.title:
        raise RuleBroken("sign.title_missing")
    left = list(ahead(steps_of(draft.case, chain)))
    at = len(left) if not happening.step else left.index(_not_reached(draft, happening, chain))
    new = SignStep(
        id=draft.new_id(),
        sign_off=chain.id,
        place=0,
        title=happening.title,
        person=happening.person,
        blocking=happening.blocking,
    )
    chains.lay(draft, chain, [*left[:at], new, *left[at:]])
    return new


def _remove(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    step = _undecided(draft, happening, chain)
    steps = steps_of(draft.case, chain)
    if len(ahead(steps)) == 1 and not any(spoke(s) for s in steps):
        raise RuleBroken("sign.nobody_left")
    return chains.take_out(draft, step)


def _replace(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    old = _undecided(draft, happening, chain)
    _check_person(draft, happening, chain, old)
    left = list(ahead(steps_of(draft.case, chain)))
    at = left.index(old)
    new = replace(
        old,
        id=draft.new_id(),
        title=happening.title or old.title,
        person=happening.person,
        blocking=happening.blocking,
        task="",
    )
    chains.take_out(draft, old)
    chains.lay(draft, chain, [*left[:at], new, *left[at + 1 :]])
    return new


def _again(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    """Somebody who has signed is asked once more, after those whose turn it is."""
    steps = steps_of(draft.case, chain)
    step = next((s for s in steps if s.id == happening.step), None)
    if step is None or not spoke(step):
        raise RuleBroken("sign.not_signed")
    left = list(ahead(steps))
    if any(origin(s) == origin(step) for s in left):
        raise RuleBroken("sign.asked_already")
    at = next((i for i, s in enumerate(left) if not s.task), len(left))
    new = chains.again(draft, step, together="")
    chains.lay(draft, chain, [*left[:at], new, *left[at:]])
    return new


def _stop(draft: Draft, happening: SignOffChanged, chain: SignOff) -> None:
    return None


_CHANGE: Mapping[str, Callable[[Draft, SignOffChanged, SignOff], SignStep | None]] = {
    "insert": _insert,
    "remove": _remove,
    "replace": _replace,
    "again": _again,
    "stop": _stop,
}


def _undecided(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    step = step_with(draft.case, happening.step)
    if step is None or step.sign_off != chain.id:
        raise RuleBroken("sign.step_unknown")
    if step.decided:
        raise RuleBroken("sign.decided")
    return step


def _not_reached(draft: Draft, happening: SignOffChanged, chain: SignOff) -> SignStep:
    step = _undecided(draft, happening, chain)
    if step.task:
        raise RuleBroken("sign.reached")
    return step


def _check_person(draft: Draft, happening: SignOffChanged, chain: SignOff, step: SignStep | None) -> None:
    person = draft.world.people.get(happening.person) if happening.person else None
    if person is None:
        raise RuleBroken("sign.person_missing")
    why = why_not(person, draft.case, chain, step)
    if why is not None:
        raise RuleBroken(f"sign.{why.value}")
