"""Taking single answers along: a reason, and a second person of the office, before any row leaves the house.

Figures and texts leave as far as pages show them. Rows are the answers themselves, in every mode; so whoever wants
them says why, another person agrees, and only then whoever asked can take them, for a few days.
"""

from dataclasses import replace
from datetime import datetime

from domain import calendar
from domain.errors import RuleBroken
from domain.survey.resolving import LAPSES_AFTER, Standing
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_happenings import TakingAsked, TakingConfirmed, TakingRefused, TakingWithdrawn
from domain.survey.wave_nouns import Taking, Wave, WaveNotice
from domain.survey.wave_words import ResolutionState, WaveEventKind, WaveState
from domain.telling import office_of
from domain.words import Role

RAW = frozenset({"rows"})  # of what can be exported: more than what everybody of the office reads on a page
CLOSED = frozenset({WaveState.CLOSED, WaveState.ANSWERING, WaveState.DONE})  # states in which there may be any

__all__ = ["CLOSED", "RAW", "allowed", "asked", "confirmed", "open_to", "refused", "standing_of", "withdrawn"]


def standing_of(one: Taking, now: datetime) -> Standing:
    """Where a request stands now."""
    waits = one.state in (ResolutionState.ASKED, ResolutionState.CONFIRMED)
    return Standing.LAPSED if waits and now >= one.lapses_at else Standing(one.state.value)


def open_to(wave: Wave, person: str, now: datetime) -> Taking | None:
    """The request by which this person may take single answers along now, if there is one."""
    mine = (one for one in wave.takings if one.by == person)
    return next((one for one in mine if standing_of(one, now) is Standing.CONFIRMED), None)


def allowed(draft: WaveDraft, person: str) -> Taking:
    """The same; raises `taking.needed`."""
    found = open_to(draft.wave, person, draft.now)
    if found is None:
        raise RuleBroken("taking.needed")
    return found


def asked(draft: WaveDraft, happening: TakingAsked) -> None:
    """Somebody wants the single answers, and says why; the others of the office are told."""
    _in_person(draft)
    if draft.wave.state not in CLOSED:
        raise RuleBroken("taking.too_early")
    for one in draft.wave.takings:
        if one.by == happening.by and standing_of(one, draft.now) in (Standing.ASKED, Standing.CONFIRMED):
            raise RuleBroken("taking.asked_already")
    reason = draft.keep_reason(WaveEventKind.TAKING_ASKED, happening.reason)
    made = Taking(draft.new_id(), happening.by, draft.now, _lapse(draft), reason=reason)
    draft.change(takings=(*draft.wave.takings, made))
    draft.record(WaveEventKind.TAKING_ASKED, taking=made.id, reason=reason)
    office = office_of(draft.world.holding(Role.OFFICE))
    _tell(draft, WaveEventKind.TAKING_ASKED, *(one.id for one in office if one.id != happening.by))


def confirmed(draft: WaveDraft, happening: TakingConfirmed) -> None:
    """A second person agrees: whoever asked can take the answers until it lapses."""
    one = _to_decide(draft, happening.taking)
    changed = replace(one, state=ResolutionState.CONFIRMED, second=happening.by, decided_at=draft.now)
    _put(draft, replace(changed, lapses_at=_lapse(draft)))
    draft.record(WaveEventKind.TAKING_CONFIRMED, taking=one.id)
    _tell(draft, WaveEventKind.TAKING_CONFIRMED, one.by)


def refused(draft: WaveDraft, happening: TakingRefused) -> None:
    """A second person says no, and why."""
    one = _to_decide(draft, happening.taking)
    reason = draft.keep_reason(WaveEventKind.TAKING_REFUSED, happening.reason)
    _put(draft, replace(one, state=ResolutionState.REFUSED, second=happening.by, decided_at=draft.now))
    draft.record(WaveEventKind.TAKING_REFUSED, taking=one.id, reason=reason)
    _tell(draft, WaveEventKind.TAKING_REFUSED, one.by)


def withdrawn(draft: WaveDraft, happening: TakingWithdrawn) -> None:
    """Whoever asked no longer needs them, whether or not somebody has agreed."""
    one = _known(draft, happening.taking)
    if one.by != happening.by:
        raise RuleBroken("taking.not_yours")
    if standing_of(one, draft.now) not in (Standing.ASKED, Standing.CONFIRMED):
        raise RuleBroken("taking.over")
    _put(draft, replace(one, state=ResolutionState.WITHDRAWN))
    draft.record(WaveEventKind.TAKING_WITHDRAWN, taking=one.id)


def _in_person(draft: WaveDraft) -> None:
    """Two who read one mailbox could be one."""
    if draft.world.people[draft.happening.by].shared:
        raise RuleBroken("taking.shared")


def _known(draft: WaveDraft, taking: str) -> Taking:
    found = next((one for one in draft.wave.takings if one.id == taking), None)
    if found is None:
        raise RuleBroken("taking.unknown")
    return found


def _to_decide(draft: WaveDraft, taking: str) -> Taking:
    """The request, as long as it waits for a second person, and this is one."""
    _in_person(draft)
    one = _known(draft, taking)
    if one.by == draft.happening.by:
        raise RuleBroken("taking.same_person")
    if one.state is not ResolutionState.ASKED:
        raise RuleBroken("taking.over")
    if draft.now >= one.lapses_at:
        raise RuleBroken("taking.lapsed")
    return one


def _lapse(draft: WaveDraft) -> datetime:
    return calendar.end_of(draft.after(LAPSES_AFTER), draft.world.zone)


def _put(draft: WaveDraft, changed: Taking) -> None:
    draft.change(takings=tuple(changed if one.id == changed.id else one for one in draft.wave.takings))


def _tell(draft: WaveDraft, kind: WaveEventKind, *people: str) -> None:
    number, mail = draft.wave.events, f"wave_{kind.value}"
    for person in people:
        known = draft.world.people.get(person)
        if known is not None and known.active:
            draft.notices.append(WaveNotice(mail, person, f"{mail}:{draft.wave.id}:{number}:{person}", kind))
