"""The answer to those who were asked: due once the results are there or the wave is called off, and the only end."""

from domain import calendar
from domain.errors import RuleBroken
from domain.step import Fact
from domain.survey import taking
from domain.survey.wave_draft import WaveDraft
from domain.survey.wave_guards import check_near, check_owner, in_state, not_paused
from domain.survey.wave_happenings import Cancelled, Evaluated, Exported, Responded, TopicIn
from domain.survey.wave_nouns import Topic
from domain.survey.wave_status import ASKING
from domain.survey.wave_words import Errand, WaveEventKind, WaveState

BEFORE_RESULTS = ASKING | {WaveState.PLANNED, WaveState.CLOSED}


def evaluated(draft: WaveDraft, happening: Evaluated) -> None:
    """The results are there: now the answer to those who were asked is due, also if nobody answered."""
    in_state(draft, frozenset({WaveState.CLOSED}), "wave.not_closed")
    not_paused(draft)
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
    in_state(draft, frozenset({WaveState.ANSWERING}), "wave.no_response_due")
    not_paused(draft)
    topics = tuple(_topic(draft, topic) for topic in happening.topics)
    draft.change(topics=topics, state=WaveState.DONE, done_at=draft.now, look_at=None)
    draft.record(WaveEventKind.RESPONDED, topics=len(topics))
    draft.send(Errand.RESPOND)


def _topic(draft: WaveDraft, topic: TopicIn) -> Topic:
    check_owner(draft, topic.owner)
    check_near(draft, topic.due_on)
    if topic.case_id is not None and topic.case_id not in draft.world.ideas:
        raise RuleBroken("wave.idea_unknown")
    return Topic(
        id=draft.new_id(),
        about=topic.about,
        result=topic.result,
        decision=topic.decision,
        reason=topic.reason,
        owner=topic.owner,
        due_on=topic.due_on,
        case_id=topic.case_id,
    )


def cancelled(draft: WaveDraft, happening: Cancelled) -> None:
    """Called off. Before anybody was asked that is the end; after, those who were asked are told what came of it."""
    in_state(draft, BEFORE_RESULTS, "wave.response_due")
    reason = draft.keep_reason(WaveEventKind.CANCELLED, happening.reason)
    closed_at = draft.wave.closed_at or draft.now
    draft.change(cancelled_at=draft.now, closed_at=closed_at, paused_at=None, look_at=None, waiting=0)
    draft.record(WaveEventKind.CANCELLED, reason=reason, invited=draft.wave.invited)
    if not draft.wave.asks_nobody:
        ask_for_response(draft)
    else:
        draft.change(state=WaveState.CANCELLED)


def exported(draft: WaveDraft, happening: Exported) -> None:
    """Noted, whatever the state: it changes nothing. Single answers only where a second person has agreed."""
    facts: dict[str, Fact] = {"format": happening.format, "what": happening.what, "rows": happening.rows}
    if happening.what in taking.RAW:
        facts["taking"] = taking.allowed(draft, happening.by).id
    draft.record(WaveEventKind.EXPORTED, **facts)
