"""The whole case rests: clocks stand still, nobody is asked, and everything goes on where it stood."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calendar
from domain.errors import RuleBroken
from domain.ladder import rules_of
from domain.periods import end_of
from tests.builders import CLOSED, AnIdea, a_definition, an_idea
from tests.unit.domain.test_rounds import ranked


def test_a_paused_case_says_so_and_tells_its_submitter_and_those_who_were_asked() -> None:
    idea = an_idea().in_review().paused()

    assert (idea.case.state, idea.case.stage, idea.case.due_on) == ("paused", "review", None)
    assert idea.told == [("paused", "sina"), ("paused_task", "ana"), ("paused_task", "ben")]
    assert idea.case.pause_reason is not None
    assert idea.case.pause_reason.public == "<script>Hochwasser</script>"


def test_in_a_pause_nobody_is_reminded_or_late_and_a_line_says_now_and_again_that_it_rests() -> None:
    idea = an_idea().in_review().paused()

    assert [idea.clock_rings().kinds for _ in range(3)] == [["still_waiting"]] * 3
    assert idea.notices[-1].mail == "paused_task"
    assert idea.now.date() == date(2027, 1, 27)
    assert idea.asked == ["ana", "ben"]


def test_what_goes_on_has_as_many_working_days_left_as_before() -> None:
    """Paused on Wednesday the 4th with eight days left, resumed on Tuesday the 17th: due eight days after."""
    idea = an_idea().in_review().at(datetime(2026, 11, 4, 9, tzinfo=UTC)).paused()
    idea.at(datetime(2026, 11, 17, 9, tzinfo=UTC)).resumed()

    task = idea.task("review")
    assert (task.due_on, task.due_at) == (date(2026, 11, 27), datetime(2026, 11, 27, 23, tzinfo=UTC))
    assert task.remind_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert (idea.case.state, idea.case.due_on) == ("reviewing", date(2026, 11, 27))
    assert idea.told == [("resumed", "sina"), ("resumed_task", "ana"), ("resumed_task", "ben")]
    assert idea.steps[-1].notices[1].assignment == idea.assignment("ana").id


def test_a_reminder_that_was_sent_is_not_sent_again() -> None:
    idea = an_idea().in_review().clock_rings()
    assert idea.kinds == ["reminded", "reminded"]
    idea.paused().later(days=7).resumed()

    assert idea.task("review").due_on == date(2026, 11, 23)
    assert idea.clock_rings().kinds == ["overdue"]


def test_a_pause_of_a_few_hours_gives_hours_back_to_what_counts_in_hours() -> None:
    idea = an_idea(a_definition(review={"deadline": {"hours": 5}})).in_review()
    assert idea.task("review").due_at == datetime(2026, 11, 2, 14, 2, tzinfo=UTC)
    idea.at(datetime(2026, 11, 2, 9, 59, tzinfo=UTC)).paused()  # with four hours and two minutes left
    idea.later(hours=3).resumed()

    assert idea.task("review").due_at == datetime(2026, 11, 2, 17, 3, tzinfo=UTC)


def test_what_is_late_already_stays_late() -> None:
    idea = an_idea().submitted().clock_rings().clock_rings()
    due = idea.task("triage").due_on
    idea.paused().later(days=30).resumed()

    assert idea.task("triage").due_on == due
    assert idea.task("triage").overdue_at is not None


def test_promises_and_sleep_are_as_much_later_too() -> None:
    promised = an_idea().committed().paused().later(days=7).resumed()
    asleep = an_idea().reviewed().deferred("2027-02-01").paused().later(days=7).resumed()

    assert (promised.promise().due_on, promised.promise().first_due_on) == (date(2027, 3, 8), date(2027, 3, 1))
    assert asleep.case.deferral is not None
    assert asleep.case.deferral.until == date(2027, 2, 8)
    assert asleep.case.wake == datetime(2027, 2, 8, 7, tzinfo=UTC)


def test_a_sleeper_does_not_wake_in_a_pause() -> None:
    idea = an_idea().reviewed().deferred("2027-02-01").paused().later(days=200).woken()

    assert (idea.case.state, idea.kinds) == ("paused", ["still_waiting"])


def test_a_result_of_a_round_is_kept_for_the_office_and_not_carried_out() -> None:
    idea = an_idea().reviewed().paused()

    assert ranked(idea, "put_forward", decider="dirk") == ["ranked", "round_held"]
    assert ("round_held", "olga") in idea.told
    assert idea.case.stage == "prioritisation"


def test_its_submitter_may_still_withdraw_it_and_the_pause_is_over() -> None:
    idea = an_idea().in_review().paused().withdrawn()

    assert (idea.case.state, idea.case.paused_at, idea.case.pause) == ("withdrawn", None, "")


def test_a_case_may_be_paused_more_than_once() -> None:
    idea = an_idea().in_review().paused().later(days=1).resumed().paused().later(days=1).resumed()

    assert idea.task("review").due_on == date(2026, 11, 18)


@pytest.mark.parametrize("kind", ["edited", "answered", "declined", "extended", "paused"])
def test_nothing_else_happens_meanwhile(kind: str) -> None:
    with pytest.raises(RuleBroken, match=r"case\.paused"):
        getattr(an_idea().in_review().paused(), kind)(*(["ana"] if kind == "answered" else []))


moments = st.integers(0, 60 * 24)


@given(before=moments, rest=moments, after=moments)
def test_a_pause_gives_back_exactly_what_it_took(before: int, rest: int, after: int) -> None:
    """Whenever it begins and however long it lasts: two pauses of a few days are one of as many working days."""
    whole = _rested(an_idea().in_review().later(hours=before), rest + after)
    cut = _rested(_rested(an_idea().in_review().later(hours=before), rest), after)
    due = whole.task("review").due_on

    assert due is not None
    assert calendar.is_working_day(due, CLOSED)
    assert cut.task("review").due_on == due


@given(before=st.integers(0, 9 * 24), rest=moments)
def test_a_pause_moves_the_end_as_if_it_had_been_asked_for_with_as_many_days_more(before: int, rest: int) -> None:
    idea = an_idea().in_review()
    asked_at = idea.task("review").opened_at
    start = idea.later(hours=before).now
    idea = _rested(idea, rest)
    zone, rules = idea.world.zone, rules_of(idea.task("review"), idea.definition.stages)
    assert rules is not None
    gone = sum(
        calendar.is_working_day(calendar.local_date(start, zone) + timedelta(days=n), CLOSED)
        for n in range((calendar.local_date(idea.now, zone) - calendar.local_date(start, zone)).days)
    )

    longer = rules.model_copy(update={"working_days": 10 + gone})
    assert idea.task("review").due_on == end_of(longer, asked_at, zone, CLOSED).on


def _rested(idea: AnIdea, hours: int) -> AnIdea:
    """Paused now, and resumed so much later, to the second."""
    at = idea.now
    idea.at(at - timedelta(minutes=1)).paused()
    idea.at(at + timedelta(hours=hours) - timedelta(minutes=1)).resumed()
    assert replace(idea.case).paused_at is None
    return idea
