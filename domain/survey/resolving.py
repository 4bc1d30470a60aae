"""Finding out whose answer it is, in a confidential wave: only those the promise names, with a reason, two of them.

Somebody who is named asks about one answer code; another who is named agrees, refuses, or lets it lapse. Only then do
these two, and nobody else, see once who it was. The record says who, when and why, never whose answer.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from domain import calendar
from domain.errors import RuleBroken
from domain.survey.modes import Mode
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_happenings import (
    ResolutionAsked,
    ResolutionConfirmed,
    ResolutionRefused,
    ResolutionSeen,
    ResolutionWithdrawn,
)
from domain.survey.wave_nouns import Resolution, WaveNotice
from domain.survey.wave_words import ResolutionState, WaveEventKind

LAPSES_AFTER = 5  # working days: to be confirmed, and once more to be looked at

__all__ = ["LAPSES_AFTER", "Standing", "all_named", "asked", "confirmed", "refused", "seen", "standing_of", "withdrawn"]


class Standing(StrEnum):
    """How far a request has come, by now: as it is kept, or over because time has passed."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    SEEN = "seen"  # by both


def standing_of(one: Resolution, now: datetime) -> Standing:
    """Where a request stands now."""
    if one.state is ResolutionState.CONFIRMED and set(one.seen) >= {one.by, one.second}:
        return Standing.SEEN
    waits = one.state in (ResolutionState.ASKED, ResolutionState.CONFIRMED)
    return Standing.LAPSED if waits and now >= one.lapses_at else Standing(one.state.value)


def all_named(words: str, names: Iterable[str]) -> bool:
    """Whether words name each of these: whole names, and two who are called the same twice."""
    for name in sorted(names, key=len, reverse=True):
        words, found = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "\0", words, count=1)
        if not found:
            return False
    return True


def asked(draft: WaveDraft, happening: ResolutionAsked) -> None:
    """One of those who are named wants to know whose answer it is, and says why; the others are told."""
    _named(draft)
    for one in draft.wave.resolutions:
        if one.code == happening.code and standing_of(one, draft.now) in (Standing.ASKED, Standing.CONFIRMED):
            raise RuleBroken("resolving.asked_already")
    reason = draft.keep_reason(WaveEventKind.RESOLUTION_ASKED, happening.reason)
    made = Resolution(draft.new_id(), happening.code, happening.by, draft.now, _lapse(draft), reason=reason)
    draft.change(resolutions=(*draft.wave.resolutions, made))
    draft.record(WaveEventKind.RESOLUTION_ASKED, resolution=made.id, reason=reason)
    _tell(draft, WaveEventKind.RESOLUTION_ASKED, (one for one in draft.wave.resolvers if one != happening.by))


def confirmed(draft: WaveDraft, happening: ResolutionConfirmed) -> None:
    """A second person agrees: from now on the two may look, once each."""
    one = _waiting(draft, happening.resolution)
    if one.by == happening.by:
        raise RuleBroken("resolving.same_person")
    changed = replace(one, state=ResolutionState.CONFIRMED, second=happening.by, decided_at=draft.now)
    _put(draft, replace(changed, lapses_at=_lapse(draft)))
    draft.record(WaveEventKind.RESOLUTION_CONFIRMED, resolution=one.id)
    _tell(draft, WaveEventKind.RESOLUTION_CONFIRMED, (one.by,))


def refused(draft: WaveDraft, happening: ResolutionRefused) -> None:
    """A second person says no, and why."""
    one = _waiting(draft, happening.resolution)
    if one.by == happening.by:
        raise RuleBroken("resolving.same_person")
    reason = draft.keep_reason(WaveEventKind.RESOLUTION_REFUSED, happening.reason)
    _put(draft, replace(one, state=ResolutionState.REFUSED, second=happening.by, decided_at=draft.now))
    draft.record(WaveEventKind.RESOLUTION_REFUSED, resolution=one.id, reason=reason)
    _tell(draft, WaveEventKind.RESOLUTION_REFUSED, (one.by,))


def withdrawn(draft: WaveDraft, happening: ResolutionWithdrawn) -> None:
    """Whoever asked no longer wants to know."""
    one = _waiting(draft, happening.resolution)
    if one.by != happening.by:
        raise RuleBroken("resolving.not_yours")
    _put(draft, replace(one, state=ResolutionState.WITHDRAWN, decided_at=draft.now))
    draft.record(WaveEventKind.RESOLUTION_WITHDRAWN, resolution=one.id)


def seen(draft: WaveDraft, happening: ResolutionSeen) -> None:
    """One of the two looks: on record before anything is shown, and only once."""
    _named(draft)
    one = _known(draft, happening.resolution)
    if one.state is not ResolutionState.CONFIRMED:
        raise RuleBroken("resolving.not_confirmed")
    if happening.by not in (one.by, one.second):
        raise RuleBroken("resolving.not_yours")
    if happening.by in one.seen:
        raise RuleBroken("resolving.seen")
    if draft.now >= one.lapses_at:
        raise RuleBroken("resolving.lapsed")
    _put(draft, replace(one, seen=(*one.seen, happening.by)))
    draft.record(WaveEventKind.RESOLUTION_SEEN, resolution=one.id)


def _named(draft: WaveDraft) -> None:
    if draft.wave.mode is not Mode.CONFIDENTIAL:
        raise RuleBroken("resolving.other_mode")
    if not draft.wave.resolvers:
        raise RuleBroken("resolving.nobody_named")
    if draft.happening.by not in draft.wave.resolvers:
        raise RuleBroken("resolving.not_named")


def _known(draft: WaveDraft, resolution: str) -> Resolution:
    found = next((one for one in draft.wave.resolutions if one.id == resolution), None)
    if found is None:
        raise RuleBroken("resolving.unknown")
    return found


def _waiting(draft: WaveDraft, resolution: str) -> Resolution:
    """The request, as long as it waits for a second person."""
    _named(draft)
    one = _known(draft, resolution)
    if one.state is not ResolutionState.ASKED:
        raise RuleBroken("resolving.over")
    if draft.now >= one.lapses_at:
        raise RuleBroken("resolving.lapsed")
    return one


def _lapse(draft: WaveDraft) -> datetime:
    return calendar.end_of(draft.after(LAPSES_AFTER), draft.world.zone)


def _put(draft: WaveDraft, changed: Resolution) -> None:
    draft.change(resolutions=tuple(changed if one.id == changed.id else one for one in draft.wave.resolutions))


def _tell(draft: WaveDraft, kind: WaveEventKind, who: Iterable[str]) -> None:
    """By name: these are neither the owner nor the office."""
    number, mail = draft.wave.events, f"wave_{kind.value}"
    for person in who:
        known = draft.world.people.get(person)
        if known is not None and known.active:
            draft.notices.append(WaveNotice(mail, person, f"{mail}:{draft.wave.id}:{number}:{person}", kind))
