"""What people and deliveries do to a wave: plan, invite, count, close, evaluate, answer, call off, pause."""

from datetime import date

from domain import calendar
from domain.errors import RuleBroken
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_happenings import (
    Cancelled,
    ClosedEarly,
    Counted,
    Evaluated,
    Invited,
    Paused,
    Planned,
    Responded,
    Resumed,
    TopicIn,
)
from domain.survey.wave_nouns import Topic, Wave
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import Errand, WaveEventKind, WaveState

NOT_BEGUN = frozenset({WaveState.PLANNED})
BEFORE_RESULTS = NOT_BEGUN | ASKING | {WaveState.CLOSED}


def planned(draft: WaveDraft, happening: Planned) -> None:
    """A wave with its dates and an owner who will owe the answer."""
    plan = happening.plan
    if plan.starts_on < draft.today:
        raise RuleBroken("wave.starts_in_the_past")
    if plan.closes_on <= plan.starts_on:
        raise RuleBroken("wave.closes_before_it_starts")
    _check_near(draft, plan.closes_on)
    _check_owner(draft, draft.wave.owner)
    draft.change(
        plan=plan, starts_on=plan.starts_on, closes_on=plan.closes_on, calendar=draft.world.closed_days.version
    )
    draft.record(
        WaveEventKind.PLANNED,
        questionnaire=draft.wave.questionnaire,
        mode=draft.wave.mode.value,
        starts=plan.starts_on.isoformat(),
        closes=plan.closes_on.isoformat(),
    )


def invited(draft: WaveDraft, happening: Invited) -> None:
    """Counts what has left, also what left while the wave was closed or called off: whoever is asked gets an answer."""
    wave = draft.wave
    if wave.state is WaveState.PLANNED:
        raise RuleBroken("wave.not_started")
    if _older(wave, happening):
        return
    draft.change(invited=happening.invited, waiting=happening.waiting)
    draft.record(WaveEventKind.INVITED, invited=draft.wave.invited, waiting=happening.waiting)
    if wave.state is WaveState.INVITING and happening.waiting == 0:
        _all_invited(draft)
    elif wave.state is WaveState.CANCELLED and draft.wave.invited:
        ask_for_response(draft)
    elif wave.state is WaveState.DONE:
        draft.send(Errand.RESPOND)


def _older(wave: Wave, happening: Invited) -> bool:
    """Whether it tells less than is known: invitations only grow, and with them as they are, who waits gets fewer."""
    if happening.invited != wave.invited:
        return happening.invited < wave.invited
    return wave.waiting is not None and happening.waiting >= wave.waiting


def _all_invited(draft: WaveDraft) -> None:
    if draft.wave.invited == 0:
        nobody_asked(draft)
    else:
        draft.change(state=WaveState.OPEN)
        if draft.wave.paused_at is None:
            draft.change(look_at=None)


def nobody_asked(draft: WaveDraft) -> None:
    """Nobody could be asked: nobody is owed an answer."""
    draft.change(state=WaveState.CANCELLED, cancelled_at=draft.now, paused_at=None, look_at=None)
    draft.record(WaveEventKind.NOBODY_ASKED)


def counted(draft: WaveDraft, happening: Counted) -> None:
    """Keeps the number alone, without a line: a line per answer would keep the time of each."""
    if draft.wave.state is WaveState.PLANNED:
        raise RuleBroken("wave.not_started")
    if happening.answered > draft.wave.answered and not draft.wave.ended:
        draft.change(answered=happening.answered)
        _close_if_enough(draft)


def _close_if_enough(draft: WaveDraft) -> None:
    wave = draft.wave
    enough = wave.plan.enough if wave.plan is not None else None
    if wave.state in ASKING and wave.paused_at is None and enough is not None and wave.answered >= enough:
        close(draft, "enough")


def closed_early(draft: WaveDraft, happening: ClosedEarly) -> None:
    """The office has heard enough, or nothing more will come."""
    _in(draft, ASKING, "wave.not_open")
    _not_paused(draft)
    close(draft, "office", reason=draft.keep_reason(WaveEventKind.CLOSED, happening.reason))


def close(draft: WaveDraft, why: str, **facts: str) -> None:
    """No more answers, reminders or invitations; now the results are due."""
    if draft.wave.invited == 0:
        nobody_asked(draft)
        return
    draft.change(state=WaveState.CLOSED, closed_at=draft.now)
    draft.look_again()
    draft.record(WaveEventKind.CLOSED, why=why, **facts)
    draft.send(Errand.EVALUATE)


def evaluated(draft: WaveDraft, happening: Evaluated) -> None:
    """The results are there: now the answer to those who were asked is due, also if nobody answered."""
    _in(draft, frozenset({WaveState.CLOSED}), "wave.not_closed")
    _not_paused(draft)
    ask_for_response(draft)


def ask_for_response(draft: WaveDraft) -> None:
    """The owner has so many working days for "Gefragt – Gesagt – Getan"."""
    plan = draft.wave.plan
    assert plan is not None
    due = draft.after(plan.respond.working_days)
    remind = None
    if plan.respond.remind_before is not None:
        day = calendar.working_days_before(due, plan.respond.remind_before, draft.world.closed_days.days)
        remind = day if calendar.morning_of(day, draft.world.zone) > draft.now else None
    draft.change(
        state=WaveState.ANSWERING,
        response_on=due,
        response_remind_on=remind,
        calendar=draft.world.closed_days.version,
        look_at=None,
    )
    draft.record(WaveEventKind.RESPONSE_ASKED, owner=draft.wave.owner, due=due.isoformat())


def responded(draft: WaveDraft, happening: Responded) -> None:
    """The answer is published and goes to everybody who was asked: the only way to the end once somebody was."""
    _in(draft, frozenset({WaveState.ANSWERING}), "wave.no_response_due")
    _not_paused(draft)
    topics = tuple(_topic(draft, topic) for topic in happening.topics)
    draft.change(topics=topics, state=WaveState.DONE, done_at=draft.now, look_at=None)
    draft.record(WaveEventKind.RESPONDED, topics=len(topics))
    draft.send(Errand.RESPOND)


def _topic(draft: WaveDraft, topic: TopicIn) -> Topic:
    _check_owner(draft, topic.owner)
    _check_near(draft, topic.due_on)
    return Topic(draft.new_id(), topic.about, topic.result, topic.decision, topic.reason, topic.owner, topic.due_on)


def cancelled(draft: WaveDraft, happening: Cancelled) -> None:
    """Called off. Before anybody was asked that is the end; after, those who were asked are told what came of it."""
    _in(draft, BEFORE_RESULTS, "wave.response_due")
    reason = draft.keep_reason(WaveEventKind.CANCELLED, happening.reason)
    closed_at = draft.wave.closed_at or draft.now
    draft.change(cancelled_at=draft.now, closed_at=closed_at, paused_at=None, look_at=None, waiting=0)
    draft.record(WaveEventKind.CANCELLED, reason=reason, invited=draft.wave.invited)
    if draft.wave.invited:
        ask_for_response(draft)
    else:
        draft.change(state=WaveState.CANCELLED)


def paused(draft: WaveDraft, happening: Paused) -> None:
    """Clocks stand still; what is under way may still arrive."""
    _not_paused(draft)
    reason = draft.keep_reason(WaveEventKind.PAUSED, happening.reason)
    draft.change(paused_at=draft.now)
    draft.look_again()
    draft.record(WaveEventKind.PAUSED, reason=reason)


def resumed(draft: WaveDraft, happening: Resumed) -> None:
    """Every date that lay ahead moves by the working days that were lost."""
    wave = draft.wave
    if wave.paused_at is None:
        raise RuleBroken("wave.not_paused")
    since = calendar.local_date(wave.paused_at, draft.world.zone)
    draft.change(
        paused_at=None,
        starts_on=_moved(draft, wave.starts_on, since),
        closes_on=_moved(draft, wave.closes_on, since),
        remind_on=tuple(moved for day in wave.remind_on if (moved := _moved(draft, day, since)) is not None),
        response_on=_moved(draft, wave.response_on, since),
        response_remind_on=_moved(draft, wave.response_remind_on, since),
        calendar=draft.world.closed_days.version,
    )
    draft.look_again()
    closes = draft.wave.closes_on
    draft.record(WaveEventKind.RESUMED, closes=closes.isoformat() if closes is not None else None)
    _close_if_enough(draft)


def _moved(draft: WaveDraft, day: date | None, since: date) -> date | None:
    """The day on which as many working days are over as were left; what was over already stays where it was."""
    if day is None or day < since:
        return day
    closed = draft.world.closed_days.days
    days = (date.fromordinal(number) for number in range(since.toordinal() + 1, day.toordinal() + 1))
    left = sum(calendar.is_working_day(one, closed) for one in days)
    return max(day, draft.after(left))


def _in(draft: WaveDraft, states: frozenset[WaveState], code: str) -> None:
    if draft.wave.state not in states:
        raise RuleBroken(code, state=draft.wave.state.value)


def _not_paused(draft: WaveDraft) -> None:
    if draft.wave.paused_at is not None:
        raise RuleBroken("wave.paused")


def _check_owner(draft: WaveDraft, person_id: str) -> None:
    owner = draft.world.people.get(person_id)
    if owner is None or not owner.active:
        raise RuleBroken("wave.owner_unknown", owner=person_id)


def _check_near(draft: WaveDraft, day: date) -> None:
    if calendar.too_far(day, draft.today):
        raise RuleBroken("date.too_far", latest=draft.today.year + calendar.FURTHEST)
