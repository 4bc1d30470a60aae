"""The life of one wave: a wave, something that happens to it, and a picture of the world give what follows. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.errors import RuleBroken
from domain.may import Relation
from domain.survey import resolving, taking, wave_asking, wave_clock, wave_pause, wave_response
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_happenings import WaveHappening
from domain.survey.wave_nouns import Wave, WaveStep, WaveWorld
from domain.words import Role

RULES: Mapping[str, Callable[[WaveDraft, Any], None]] = {
    "planned": wave_asking.planned,
    "invited": wave_asking.invited,
    "counted": wave_asking.counted,
    "closed_early": wave_asking.closed_early,
    "evaluated": wave_response.evaluated,
    "responded": wave_response.responded,
    "cancelled": wave_response.cancelled,
    "paused": wave_pause.paused,
    "resumed": wave_pause.resumed,
    "exported": wave_response.exported,
    "resolution_asked": resolving.asked,
    "resolution_confirmed": resolving.confirmed,
    "resolution_refused": resolving.refused,
    "resolution_withdrawn": resolving.withdrawn,
    "resolution_seen": resolving.seen,
    "taking_asked": taking.asked,
    "taking_confirmed": taking.confirmed,
    "taking_refused": taking.refused,
    "taking_withdrawn": taking.withdrawn,
    "woken": wave_clock.woken,
}
_OFFICE, _OWNER, _CLOCK, _POST = Relation.OFFICE, Relation.OWNER, Relation.CLOCK, Relation.POST
MAY: Mapping[str, frozenset[Relation]] = {
    "planned": frozenset({_OFFICE, _CLOCK}),  # by hand, or by a cycle or process event
    "invited": frozenset({_POST}),
    "counted": frozenset({_CLOCK}),
    "closed_early": frozenset({_OFFICE}),
    "evaluated": frozenset({_CLOCK}),
    "responded": frozenset({_OFFICE, _OWNER}),
    "cancelled": frozenset({_OFFICE}),
    "paused": frozenset({_OFFICE}),
    "resumed": frozenset({_OFFICE}),
    "exported": frozenset({_OFFICE}),
    # Besides, only those whom the promise names: `domain.survey.resolving`.
    "resolution_asked": frozenset({_OFFICE}),
    "resolution_confirmed": frozenset({_OFFICE}),
    "resolution_refused": frozenset({_OFFICE}),
    "resolution_withdrawn": frozenset({_OFFICE}),
    "resolution_seen": frozenset({_OFFICE}),
    "taking_asked": frozenset({_OFFICE}),
    "taking_confirmed": frozenset({_OFFICE}),
    "taking_refused": frozenset({_OFFICE}),
    "taking_withdrawn": frozenset({_OFFICE}),
    "woken": frozenset({_CLOCK}),
}
BY_TWO = frozenset(kind for kind in MAY if kind.startswith(("resolution_", "taking_")))  # while answers are kept
# What was under way, and what is done with answers.
AFTER_THE_END = frozenset({"invited", "counted", "woken", "exported"}) | BY_TWO


def advance_wave(wave: Wave, happening: WaveHappening, world: WaveWorld) -> WaveStep:
    """What follows when this happens to this wave. Raises RuleBroken with a stable code when it may not."""
    _in_order(wave, happening)
    if MAY[happening.kind].isdisjoint(relations(wave, happening.by, world)):
        raise RuleBroken("not_allowed")
    draft = WaveDraft(wave, happening, world)
    RULES[happening.kind](draft, happening)
    return draft.step()


def relations(wave: Wave, actor: str, world: WaveWorld) -> frozenset[Relation]:
    """What this actor (a person id, "clock" or "post") is to a wave."""
    if actor in (_CLOCK, _POST):
        return frozenset({Relation(actor)})
    person = world.people.get(actor)
    if person is None or not person.active:
        return frozenset()
    found = {_OFFICE} if Role.OFFICE in person.roles else set()
    return frozenset(found | ({_OWNER} if actor == wave.owner else set()))


def _in_order(wave: Wave, happening: WaveHappening) -> None:
    """Order of arrival is not promised: what comes too early, twice or after the end is refused."""
    if happening.kind == "planned":
        if wave.plan is not None:
            raise RuleBroken("wave.exists")
    elif wave.plan is None and happening.kind != "woken":
        raise RuleBroken("wave.too_early")
    elif wave.ended and happening.kind not in AFTER_THE_END:
        raise RuleBroken("wave.ended")
