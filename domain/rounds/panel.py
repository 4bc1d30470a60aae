"""The panel of a round under way: somebody is asked as well, or not any more."""

from dataclasses import replace

from domain.errors import RuleBroken
from domain.rounds.draft import RoundDraft
from domain.rounds.guards import in_state
from domain.rounds.happenings import RaterAdded, RaterRemoved
from domain.rounds.nouns import Rater
from domain.rounds.words import RoundErrand, RoundEventKind, RoundState
from domain.world import Person


def able(person: Person) -> bool:
    """Whether somebody can be asked at all; a mailbox that several people read rates nothing."""
    return person.active and not person.shared


def rater_added(draft: RoundDraft, happening: RaterAdded) -> None:
    """They get a mail with their link, and are waited for. Whoever was taken off is asked again, and counts again."""
    in_state(draft, "round.not_open", RoundState.OPEN)
    person = draft.world.people.get(happening.person)
    if person is None or not able(person):
        raise RuleBroken("round.rater_unable")
    known = next((one for one in draft.round.raters if one.person == person.id), None)
    if known is not None and known.removed_at is None:
        raise RuleBroken("round.rater_there")
    rater = Rater(draft.new_id(), person.id) if known is None else replace(known, removed_at=None, counts=True)
    others = tuple(one for one in draft.round.raters if one.id != rater.id)
    missing = draft.round.missing
    draft.change(raters=(*others, rater), missing=None if missing is None else missing + 1)
    reason = draft.keep_reason_if_any(RoundEventKind.RATER_ADDED, happening.reason)
    draft.record(RoundEventKind.RATER_ADDED, person=person.id, reason=reason, rater=rater.id)
    draft.send(RoundErrand.ASK_ADDED)


def rater_removed(draft: RoundDraft, happening: RaterRemoved) -> None:
    """Their link ends at once; whether what they said so far counts is said, and recorded."""
    in_state(draft, "round.not_open", RoundState.OPEN)
    found = next((one for one in draft.round.raters if one.person == happening.person), None)
    if found is None or found.removed_at is not None:
        raise RuleBroken("round.no_such_rater")
    left = [one for one in draft.round.raters if one.removed_at is None and one.id != found.id]
    if not any((person := draft.world.people.get(one.person)) and person.active for one in left):
        raise RuleBroken("round.last_rater")
    gone = replace(found, removed_at=draft.now, counts=happening.counts)
    draft.change(raters=tuple(gone if one.id == found.id else one for one in draft.round.raters))
    reason = draft.keep_reason_if_any(RoundEventKind.RATER_REMOVED, happening.reason)
    draft.record(
        RoundEventKind.RATER_REMOVED, person=found.person, counts=int(happening.counts), reason=reason, rater=found.id
    )
