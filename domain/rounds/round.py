"""The life of one round: a round, something that happens to it, and a picture of the world give what follows. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import RuleBroken
from domain.may import Relation
from domain.rounds import asking, clock, closing, deciding, panel
from domain.rounds.draft import RoundDraft
from domain.rounds.happenings import RoundHappening
from domain.rounds.nouns import Round, RoundStep, RoundWorld
from domain.rounds.words import RoundState
from domain.words import Role

RULES: Mapping[str, Callable[[RoundDraft, Any], None]] = {
    "announced": asking.announced,
    "extended": asking.extended,
    "reminded_now": asking.reminded_now,
    "rater_added": panel.rater_added,
    "rater_removed": panel.rater_removed,
    "counted": asking.counted,
    "closed_early": closing.closed_early,
    "computed": closing.computed,
    "decided": deciding.decided,
    "reopened": closing.reopened,
    "cancelled": closing.cancelled,
    "woken": clock.woken,
}
BY_CLOCK = frozenset({"counted", "computed", "woken"})
AFTER_THE_END = frozenset({"counted", "woken"})  # what was under way
AFTER_THE_DECISION = AFTER_THE_END | {"reopened"}


def advance_round(round_: Round, happening: RoundHappening, world: RoundWorld) -> RoundStep:
    """What follows when this happens to this round. Raises RuleBroken with a stable code when it may not."""
    _in_order(round_, happening)
    if not _may(happening, world):
        raise RuleBroken("not_allowed")
    draft = RoundDraft(round_, happening, world)
    RULES[happening.kind](draft, happening)
    return draft.step()


def _may(happening: RoundHappening, world: RoundWorld) -> bool:
    """The office runs a round, and the clock does what it says."""
    if happening.kind in BY_CLOCK:
        return happening.by == Relation.CLOCK
    if happening.kind == "announced" and happening.by == Relation.CLOCK:  # by a series
        return True
    person = world.people.get(happening.by)
    return person is not None and person.active and Role.OFFICE in person.roles


def _in_order(round_: Round, happening: RoundHappening) -> None:
    """Order of arrival is not promised: what comes too early, twice or after the end is refused."""
    if happening.kind == "announced":
        if round_.plan is not None:
            raise RuleBroken("round.exists")
    elif round_.plan is None and happening.kind != "woken":
        raise RuleBroken("round.too_early")
    elif round_.ended:
        decided = round_.state is RoundState.DECIDED
        if happening.kind not in (AFTER_THE_DECISION if decided else AFTER_THE_END):
            raise RuleBroken("round.ended")
