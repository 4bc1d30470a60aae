"""Asking: a round is announced, its field is frozen, its panel asked, reminded, and not asked any more."""

from collections.abc import Iterator
from datetime import date, datetime

from domain import calendar
from domain.errors import RuleBroken
from domain.ranking import METHODS
from domain.rounds import closing
from domain.rounds.ballots import Ask, unfit
from domain.rounds.draft import RoundDraft
from domain.rounds.guards import check_close, in_state
from domain.rounds.happenings import MOST, Announced, Counted, Extended, RemindedNow, RoundPlan
from domain.rounds.nouns import Entry, Rater
from domain.rounds.panel import able
from domain.rounds.status import opens_at
from domain.rounds.words import RoundErrand, RoundEventKind, RoundState
from domain.world import Person


def announced(draft: RoundDraft, happening: Announced) -> None:
    """A round with its dates; the ideas it names are its own from now on, and it opens at once if its day is today."""
    plan = happening.plan
    if plan.opens_on < draft.today:
        raise RuleBroken("round.opens_in_the_past")
    check_close(draft, plan.closes_on, plan.opens_on)
    _check_methods(plan)
    _check_ideas(draft, plan)
    if not list(_panel(draft, plan)):
        raise RuleBroken("round.nobody_to_ask")
    draft.change(
        plan=plan,
        opens_on=plan.opens_on,
        closes_on=plan.closes_on,
        calendar=draft.world.closed_days.version,
        entries=tuple(Entry(one) for one in dict.fromkeys(plan.ideas)),
    )
    draft.record(
        RoundEventKind.ANNOUNCED,
        opens=plan.opens_on.isoformat(),
        closes=plan.closes_on.isoformat(),
        ideas=len(draft.round.entries),
        method=plan.method,
    )
    open_if_due(draft)


def _check_methods(plan: RoundPlan) -> None:
    """Weights add up, and what is asked fits every method that is to make a ranking of it."""
    if bool(plan.criteria) is (plan.ask is Ask.PAIRS):
        raise RuleBroken("round.criteria_wrong")
    if plan.criteria and sum(c.weight for c in plan.criteria) != 100:
        raise RuleBroken("round.weights", total=sum(c.weight for c in plan.criteria))
    if len({plan.method, *plan.beside}) != 1 + len(plan.beside) or not METHODS.keys() >= {plan.method, *plan.beside}:
        raise RuleBroken("round.method_unknown")
    for name in (plan.method, *plan.beside):
        if found := unfit(plan.ask, name, plan.criteria, plan.settings):
            raise RuleBroken("round.method_misfit", method=name, why=found[0].code)


def _check_ideas(draft: RoundDraft, plan: RoundPlan) -> None:
    """An idea is in one round at a time, and only while it waits to be compared."""
    waiting = {one.case_id: one for one in draft.world.waiting}
    if plan.ideas and len(set(plan.ideas)) < closing.LEAST:
        raise RuleBroken("round.too_few_ideas")
    for idea in plan.ideas:
        if idea not in waiting:
            raise RuleBroken("round.idea_not_waiting")
        if waiting[idea].taken:
            raise RuleBroken("round.idea_taken")


def open_if_due(draft: RoundDraft) -> None:
    """Freezes the field: what waits now is compared, what comes later or is too much is not; and asks the panel."""
    opens, plan = opens_at(draft.round, draft.world), draft.round.plan
    if draft.round.state is not RoundState.ANNOUNCED or opens is None or plan is None:
        return
    if opens > draft.now and plan.opens_on > draft.today:
        return
    mine = {one.case_id for one in draft.round.entries}
    waiting = [one for one in draft.world.waiting if one.case_id in mine or not (mine or one.taken)]
    left = (len(mine) if mine else len(waiting)) - len(waiting[:MOST])
    waiting = waiting[:MOST]
    if len(waiting) < closing.LEAST:
        _end_before(draft, RoundEventKind.NOTHING_TO_RATE)
        return
    panel = list(_panel(draft, plan))
    if not panel:
        _end_before(draft, RoundEventKind.NOBODY_TO_ASK)
        return
    draft.change(
        state=RoundState.OPEN,
        opened_at=draft.now,
        remind_on=tuple(_reminders(draft, draft.now)),
        entries=tuple(Entry(one.case_id) for one in waiting),
        raters=tuple(Rater(draft.new_id(), person.id) for person in panel),
        calendar=draft.world.closed_days.version,
    )
    draft.record(RoundEventKind.OPENED, ideas=len(waiting), left=left, raters=len(panel))
    draft.send(RoundErrand.ASK)


def _reminders(draft: RoundDraft, opened_at: datetime) -> Iterator[date]:
    """The days of the plan on which those who are missing are reminded, as far as they come before the close."""
    world, plan, last = draft.world, draft.round.plan, draft.round.closes_on
    first = calendar.local_date(opened_at, world.zone)
    for days in plan.remind_after if plan is not None else ():
        day = calendar.working_days_after(first, days, world.closed_days.days)
        if last is not None and day <= last:
            yield day


def _end_before(draft: RoundDraft, why: RoundEventKind) -> None:
    draft.change(state=RoundState.CANCELLED, cancelled_at=draft.now)
    draft.record(why)


def _panel(draft: RoundDraft, plan: RoundPlan) -> Iterator[Person]:
    """Each person once; a mailbox that several people read rates nothing."""
    for _, person in sorted(draft.world.people.items()):
        named = person.id in plan.people or not person.roles.isdisjoint(plan.roles)
        if named and able(person):
            yield person


def extended(draft: RoundDraft, happening: Extended) -> None:
    """More time; only ever later than it was. Reminders that came after the close may come before it now."""
    in_state(draft, "round.not_open", RoundState.OPEN, RoundState.ANNOUNCED)
    check_close(draft, happening.closes_on, draft.round.opens_on)
    if draft.round.closes_on is not None and happening.closes_on <= draft.round.closes_on:
        raise RuleBroken("round.not_later")
    reason = draft.keep_reason_if_any(RoundEventKind.EXTENDED, happening.reason)
    draft.change(closes_on=happening.closes_on)
    if (opened := draft.round.opened_at) is not None:
        known = draft.round.remind_on
        latest = max((draft.today, *known))
        draft.change(remind_on=(*known, *(day for day in _reminders(draft, opened) if day > latest)))
    draft.record(RoundEventKind.EXTENDED, closes=happening.closes_on.isoformat(), reason=reason)


def reminded_now(draft: RoundDraft, happening: RemindedNow) -> None:
    """Those who are missing get another mail."""
    in_state(draft, "round.not_open", RoundState.OPEN)
    remind(draft)


def remind(draft: RoundDraft) -> None:
    """However many reminders were due: one mail."""
    draft.change(reminders=draft.round.reminders + 1)
    draft.record(RoundEventKind.REMINDED, number=draft.round.reminders)
    draft.send(RoundErrand.REMIND)


def counted(draft: RoundDraft, happening: Counted) -> None:
    """Keeps the number alone, without a line; when nobody is missing any more, it closes.

    A panel that has left the house as a whole has not finished: such a round waits for its day, or for the office,
    which is told.
    """
    if draft.round.state is not RoundState.OPEN:
        return
    news = happening.missing != draft.round.missing
    draft.change(missing=happening.missing)
    plan = draft.round.plan
    if happening.missing == 0 and not happening.finished and news:
        draft.record(RoundEventKind.PANEL_GONE)
    if happening.missing == 0 and happening.finished and plan is not None and plan.when_complete:
        closing.close(draft, "complete")
