"""The office's decision: on every idea of the field, by the result it has seen, with a reason for every deviation."""

from collections import Counter
from dataclasses import replace
from datetime import date

from domain import calendar
from domain.deferral.condition import Wish
from domain.deferral.words import Again
from domain.errors import RuleBroken
from domain.happenings import ConditionIn
from domain.rounds.draft import RoundDraft
from domain.rounds.guards import in_state
from domain.rounds.happenings import ChoiceIn, Decided
from domain.rounds.nouns import Entry
from domain.rounds.proposal import proposed
from domain.rounds.words import Fate, RoundErrand, RoundEventKind, RoundState
from domain.words import Role


def decided(draft: RoundDraft, happening: Decided) -> None:
    """Every idea has its fate; then each is told, once. What waits no longer is left alone, and needs no reason."""
    in_state(draft, "round.not_computed", RoundState.COMPUTED)
    entries = _entries(draft, happening)
    draft.change(
        entries=entries,
        state=RoundState.DECIDED,
        decided_at=draft.now,
        decider=happening.decider,
        body=happening.body,
        sign_off=happening.sign_off,
        look_at=None,
    )
    fates = Counter(one.fate for one in entries if not one.kept)
    draft.record(
        RoundEventKind.DECIDED,
        result=happening.result,
        proposal=happening.proposal or None,
        forward=fates[Fate.PUT_FORWARD],
        deferred=fates[Fate.DEFER],
        left=fates[Fate.LEAVE],
        deviations=sum(one.deviates for one in entries if not one.kept),
        decider=happening.decider or None,
        body=happening.body or None,
        sign_off=int(happening.sign_off) or None,
    )
    draft.send(RoundErrand.TELL)
    draft.send(RoundErrand.LATE)


def _entries(draft: RoundDraft, happening: Decided) -> tuple[Entry, ...]:
    """Each idea with its fate. Raises where the result is not the one seen, or a choice is missing or may not be."""
    ranking, plan = draft.world.ranking, draft.round.plan
    if happening.result != draft.round.result or ranking is None or plan is None:
        raise RuleBroken("round.result_stale")
    instead = draft.world.proposal
    if happening.proposal != (instead.number if instead is not None else 0):
        raise RuleBroken("round.proposal_stale")
    choices = _choices(draft, happening)
    gone = set(choices) - {one.case_id for one in draft.world.waiting}  # withdrawn, put off or decided meanwhile
    gone |= {one.case_id for one in draft.round.entries if one.kept}
    fates = {one.fate for one in happening.choices if one.idea not in gone}
    if Fate.PUT_FORWARD in fates:
        _check_decider(draft, happening)
    until = _until(draft, happening) if Fate.DEFER in fates else None
    wanted = proposed(ranking, plan.take, gone, instead)
    ranks = {one.idea: one.rank for one in ranking.places}
    return tuple(
        _left(one, ranks) if one.case_id in gone else _entry(one, choices[one.case_id], wanted, ranks, until, happening)
        for one in draft.round.entries
    )


def _left(entry: Entry, ranks: dict[str, int]) -> Entry:
    """What nobody decides on here; of what was decided on before, nothing changes."""
    return entry if entry.kept else replace(entry, fate=Fate.LEAVE, rank=ranks.get(entry.case_id))


def _choices(draft: RoundDraft, happening: Decided) -> dict[str, ChoiceIn]:
    """One for each idea of the round, neither more nor less."""
    choices = {one.idea: one for one in happening.choices}
    if len(choices) != len(happening.choices) or set(choices) != {one.case_id for one in draft.round.entries}:
        raise RuleBroken("round.choices_incomplete")
    return choices


def _entry(
    entry: Entry,
    choice: ChoiceIn,
    wanted: dict[str, Fate],
    ranks: dict[str, int],
    until: date | None,
    happening: Decided,
) -> Entry:
    deviates = choice.fate is not wanted.get(entry.case_id, Fate.LEAVE)
    deferred = choice.fate is Fate.DEFER
    reason = choice.reason or (happening.reason if deferred else "")
    if (deviates or deferred) and not reason:
        raise RuleBroken("round.reason_required", idea=entry.case_id)
    return replace(
        entry,
        fate=choice.fate,
        reason=reason,
        deviates=deviates,
        rank=ranks.get(entry.case_id),
        until=until if deferred else None,
        conditions=tuple(_wish(one) for one in happening.conditions) if deferred else (),
        again=happening.again if deferred else Again.PRIORITISATION,
        outside_plan=choice.outside_plan and choice.fate is Fate.PUT_FORWARD,
    )


def _check_decider(draft: RoundDraft, happening: Decided) -> None:
    if bool(happening.decider) == bool(happening.body):
        raise RuleBroken("decider.one_needed")
    if happening.body and happening.body not in draft.world.bodies:
        raise RuleBroken("decider.body_unknown")
    person = draft.world.people.get(happening.decider)
    if happening.decider and (person is None or not person.active or Role.DECIDER not in person.roles):
        raise RuleBroken("decider.not_eligible")


def _wish(condition: ConditionIn) -> Wish:
    return Wish(condition.kind.value, condition.about, condition.number, condition.lead, condition.aim)


def _until(draft: RoundDraft, happening: Decided) -> date:
    if happening.until is None:
        raise RuleBroken("round.until_missing")
    if happening.until <= draft.today:
        raise RuleBroken("deferral.not_in_future")
    if calendar.too_far(happening.until, draft.today):
        raise RuleBroken("date.too_far", latest=draft.today.year + calendar.FURTHEST)
    return happening.until
