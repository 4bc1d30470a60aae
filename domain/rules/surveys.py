"""Surveys: what people said comes back to the idea they were asked about, and may send it back or to the office."""

from domain.definition import SurveyRule
from domain.draft import Draft
from domain.happenings import NamedInSurvey, Surveyed
from domain.rules import sign_off
from domain.rules.review import review_once_more
from domain.signing.chain import running
from domain.survey_rules import fires
from domain.words import EventKind, SignResult, Stage, TaskKind

BEFORE_DECISION = (Stage.PRIORITISATION, Stage.DECISION)
_OVER = (TaskKind.PRIORITISE, TaskKind.DECIDE)


def surveyed(draft: Draft, happening: Surveyed) -> None:
    """A wave is evaluated: a line in the record, and then whatever the definition's rules make of its figures."""
    draft.record(
        EventKind.SURVEYED,
        wave=happening.wave,
        survey=happening.survey,
        event=happening.event or None,
        invited=happening.invited,
        answered=happening.answered,
    )
    for rule in draft.world.definition.survey_rules:
        if fires(rule, happening, draft.case.stage):
            _act(draft, rule, happening)


def _act(draft: Draft, rule: SurveyRule, happening: Surveyed) -> None:
    """Back to review where that undoes nothing; else the office is told, and decides."""
    if rule.then == "review" and _may_go_back(draft):
        if (chain := running(draft.case)) is not None:
            sign_off.end(draft, chain, SignResult.STOPPED)
        draft.close_tasks(*_OVER)  # before the line, so that a decider can be told
        draft.record(EventKind.SENT_BACK, rule=rule.id, wave=happening.wave)
        review_once_more(draft)
    else:
        draft.record(EventKind.SURVEY_NOTED, rule=rule.id, wave=happening.wave)


def _may_go_back(draft: Draft) -> bool:
    """Only what is reviewed and not decided, put off, paused or over: those were decisions of people."""
    case = draft.case
    moves = case.closed_at is None and case.deferral is None and case.paused_at is None
    return moves and case.stage in BEFORE_DECISION and draft.world.definition.stages.review is not None


def named_in_survey(draft: Draft, happening: NamedInSurvey) -> None:
    """The answer to a survey says that it changed something here."""
    draft.record(EventKind.NAMED_IN_SURVEY, wave=happening.wave, topics=happening.topics)
