"""Clocks that begin once the documents are complete: the start condition of a deadline."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.definition import ProcessDefinition
from domain.errors import RuleBroken
from tests.builders import a_definition, an_idea


def waiting(**ladder: Any) -> ProcessDefinition:
    """Reviewers have ten working days from the day on which the documents are complete."""
    deadline = {"working_days": 10, "starts": "complete", "remind_before": [2], **ladder}
    return a_definition(review={"deadline": deadline})


def test_a_task_has_no_date_before_and_is_looked_at_now_and_again() -> None:
    idea = an_idea(waiting()).in_review()

    task = idea.task("review")
    assert (task.due_on, task.due_at, task.remind_at) == (None, None, None)
    assert idea.case.due_on is None
    assert idea.clock_rings().kinds == ["still_waiting"]
    assert idea.now.date() == date(2026, 11, 30)  # twenty working days on
    assert idea.clock_rings().kinds == ["still_waiting"]
    assert idea.told == []


def test_once_they_are_complete_the_clock_begins_and_all_who_are_asked_hear_of_it() -> None:
    idea = an_idea(waiting()).in_review().at(datetime(2026, 11, 10, 9, tzinfo=UTC)).complete()

    assert idea.task("review").due_on == date(2026, 11, 24)
    assert idea.case.complete_at == idea.now
    assert idea.kinds == ["complete", "clock_began"]
    assert sorted(idea.told) == [("clock_begins", "ana"), ("clock_begins", "ben")]
    assert all(notice.assignment for notice in idea.steps[-1].notices)
    assert idea.case.reasons[-1].internal == "<script>Gutachten"
    assert idea.clock_rings().kinds == ["reminded", "reminded"]
    assert idea.now.date() == date(2026, 11, 20)


def test_what_is_asked_later_begins_at_once() -> None:
    idea = an_idea(waiting()).submitted().complete()
    assert (idea.kinds, idea.told) == (["complete"], [])  # nothing waits for it yet

    idea.accepted()
    assert idea.task("review").due_on == date(2026, 11, 16)


def test_an_answer_counts_before_they_are_complete_too() -> None:
    idea = an_idea(waiting()).in_review().answered("ana").answered("ben")
    assert idea.case.stage == "prioritisation"
    assert idea.task("prioritise").due_on is not None


def test_silence_counts_from_then_on_only() -> None:
    idea = an_idea(waiting(remind_before=None, silence="consent", silence_after=1)).in_review()
    idea.clock_rings().clock_rings()
    assert idea.asked == ["ana", "ben"]

    idea.complete().clock_rings()
    assert idea.kinds == ["overdue"]
    assert "silence" in idea.clock_rings().kinds


def test_a_pause_leaves_it_waiting() -> None:
    idea = an_idea(waiting()).in_review().paused().later(days=7).resumed()
    assert idea.task("review").due_on is None
    assert idea.case.wake is not None
    assert idea.complete().task("review").due_on == date(2026, 11, 23)


def test_more_time_may_be_given_before() -> None:
    idea = an_idea(waiting()).in_review().extended(until="2026-12-01")
    assert idea.task("review").due_on == date(2026, 12, 1)
    assert idea.complete().told == []  # it has a date already


def test_only_the_office_says_so_and_once() -> None:
    idea = an_idea(waiting()).in_review()
    with pytest.raises(RuleBroken, match="not_allowed"):
        idea.complete(by="ana")
    with pytest.raises(RuleBroken, match=r"complete\.already"):
        idea.complete().complete()


def test_no_clock_of_the_example_waits() -> None:
    assert an_idea().in_review().task("review").due_on == date(2026, 11, 16)


@pytest.mark.parametrize("taken_over", [False, True])
def test_who_asked_back_before_has_the_days_that_they_waited_since(taken_over: bool) -> None:
    rules = waiting_with_questions()
    idea = an_idea(rules).in_review().asked_back("ana").at(datetime(2026, 11, 20, 9, tzinfo=UTC)).complete()
    assert idea.task("own_time").due_on == date(2026, 12, 4)

    idea.later(days=3)
    idea.handed_over("ana", "cem") if taken_over else idea.replied()
    assert idea.task("own_time").due_on == date(2026, 12, 7)


def waiting_with_questions() -> ProcessDefinition:
    deadline = {"working_days": 10, "starts": "complete"}
    return a_definition(review={"ask": 2, "quorum": 2, "deadline": deadline, "questions": {"working_days": 40}})
