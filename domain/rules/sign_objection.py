"""Somebody's signature was not theirs: they sign again before whoever comes after them; what others signed stands."""

from dataclasses import replace

from domain.case import Case, SignStep
from domain.draft import Draft
from domain.rules import sign_off as chains
from domain.rules.holding import let_go
from domain.signing.chain import ahead, asked_since, running, step_with, steps_of
from domain.words import SignState


def can_be_undone(case: Case, step: SignStep) -> bool:
    """As long as the chain is not over: until then nobody outside of it has heard of anything."""
    chain = running(case)
    return chain is not None and chain.id == step.sign_off


def make_room(draft: Draft, step: SignStep) -> SignStep:
    """Marks what was said. Whoever is asked now waits, where they are to sign after whoever signs again."""
    marked = replace(step, objected_at=draft.now)
    draft.swap("sign_steps", marked)
    let_go(draft)
    chain = chains.chain_of(draft, step)
    if step.state is SignState.SENT_BACK:
        _take_the_way_back_out(draft, marked)
    elif not asked_since(steps_of(draft.case, chain), marked):
        chains.stand_aside(draft, chain)
    return marked


def ask_anew(draft: Draft, step: SignStep) -> None:
    """They are asked for the step once more, unless they have been since; then the chain goes on."""
    chain = chains.chain_of(draft, step)
    steps = steps_of(draft.case, chain)
    if not asked_since(steps, step):
        chains.lay(draft, chain, [chains.again(draft, step, together=""), *ahead(steps)])
    chains.proceed(draft, chain)


def _take_the_way_back_out(draft: Draft, step: SignStep) -> None:
    """Whoever it was sent back to need not see it, nor those in between, unless that has happened by now."""
    mend = step_with(draft.case, step.sent_to)
    if mend is None or mend.decided:
        return
    left = ahead(steps_of(draft.case, chains.chain_of(draft, step)))
    own = next((s.place for s in left if s.person == step.person and s.again_of), mend.place)
    for one in left:
        if one.again_of and mend.place <= one.place < own:
            chains.take_out(draft, one)
