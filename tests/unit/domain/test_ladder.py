"""The ladder around a deadline: reminders before and after, who is told above, more time, and outages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.definition import ProcessDefinition
from tests.builders import AnIdea, a_definition, an_idea


def with_ladder(**ladder: Any) -> ProcessDefinition:
    return a_definition(review={"deadline": {"working_days": 10, **ladder}})


def rung(idea: AnIdea, times: int) -> list[tuple[datetime, list[str]]]:
    seen = []
    for _ in range(times):
        idea.clock_rings()
        seen.append((idea.now.replace(minute=0), idea.kinds))
    return seen


def at(day: str, hour: int) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)


def test_every_reminder_comes_on_its_morning_before_and_after_the_end() -> None:
    idea = an_idea(with_ladder(remind_before=[2, 5], remind_after=[1, 3])).in_review()
    idea.answered("ben")

    assert rung(idea, 6) == [
        (at("2026-11-09", 7), ["reminded"]),
        (at("2026-11-12", 7), ["reminded"]),
        (at("2026-11-16", 23), ["overdue"]),
        (at("2026-11-17", 7), ["reminded"]),
        (at("2026-11-19", 7), ["reminded"]),
        (at("2026-12-15", 7), ["still_waiting"]),
    ]


def test_the_example_reminds_again_and_then_asks_somebody_who_decides() -> None:
    idea = an_idea().in_review().answered("ben")
    idea.load = {"dana": 3, "dirk": 1, "box": 2}

    assert rung(idea, 4)[2:] == [(at("2026-11-18", 7), ["reminded"]), (at("2026-11-23", 7), ["escalated"])]
    assert idea.told == [("escalated", "dirk")]
    assert idea.steps[-1].notices[0].assignment == idea.assignment("dirk").id
    assert idea.asked == ["ana", "dirk"]
    assert idea.answered("dirk").case.stage == "prioritisation"
    assert idea.assignment("ana").state == "revoked"


def test_whoever_was_asked_may_still_answer_after_it_was_escalated() -> None:
    idea = an_idea().in_review().answered("ben")
    rung(idea, 4)

    assert idea.answered("ana").case.stage == "prioritisation"


def test_to_the_office_it_is_told_and_asks_nobody_more() -> None:
    idea = an_idea(with_ladder(escalate={"after": 0, "to": "office"})).in_review()

    assert idea.clock_rings().kinds == ["overdue", "escalated"]
    assert idea.told == [("overdue", "olga"), ("escalated", "olga")]
    assert idea.asked == ["ana", "ben"]
    assert idea.task("review").escalated_at == idea.now


def test_where_nobody_has_the_role_the_office_is_told() -> None:
    rules = with_ladder(escalate={"after": 1, "to": "decider"})
    idea = an_idea(rules)
    for person in ("dirk", "dana", "box"):
        idea.without(person)
    idea.in_review().clock_rings().clock_rings()

    assert (idea.kinds, idea.told) == (["escalated"], [("escalated", "olga")])


def test_of_what_the_office_has_to_do_somebody_is_told_who_need_not_do_it() -> None:
    rules = a_definition(intake={"triage": {"working_days": 5, "escalate": {"after": 2, "to": "decider"}}})
    idea = an_idea(rules).submitted().clock_rings().clock_rings()

    assert (idea.kinds, idea.told) == (["escalated"], [("escalated", "box")])
    assert idea.asked == []
    assert (idea.events[-1].facts["person"], idea.events[-1].facts["to"]) == ("box", "decider")


def test_after_a_long_outage_every_step_is_taken_once_and_reminders_are_not_made_up_for() -> None:
    rules = with_ladder(remind_before=[2], remind_after=[1, 3], escalate={"after": 5, "to": "office"})
    idea = an_idea(rules).in_review().later(days=100).woken()

    assert idea.kinds == ["overdue", "escalated"]
    assert idea.woken().kinds == []
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now


@pytest.mark.parametrize(
    ("length", "due_on", "due_at"),
    [
        ({"minutes": 90}, date(2026, 11, 2), datetime(2026, 11, 2, 10, 32, tzinfo=UTC)),
        ({"weeks": 1}, date(2026, 11, 9), datetime(2026, 11, 9, 23, tzinfo=UTC)),
        ({"months": 2}, date(2027, 1, 4), datetime(2027, 1, 4, 23, tzinfo=UTC)),
    ],
)
def test_a_task_may_be_due_in_any_unit(length: dict[str, int], due_on: date, due_at: datetime) -> None:
    idea = an_idea(a_definition(review={"deadline": length})).in_review()

    assert (idea.task("review").due_on, idea.task("review").due_at) == (due_on, due_at)
    assert idea.clock_rings().kinds == ["overdue"]


# More time


def test_more_time_sets_the_whole_ladder_back_and_tells_those_who_are_asked() -> None:
    idea = an_idea().in_review().answered("ben")
    rung(idea, 2)
    idea.extended(until="2026-12-01")

    assert (idea.kinds, idea.told) == (["extended"], [("extended", "ana")])
    assert idea.steps[-1].notices[0].assignment == idea.assignment("ana").id
    task = idea.task("review")
    assert (task.due_on, task.first_due_on, task.overdue_at) == (date(2026, 12, 1), date(2026, 11, 16), None)
    assert idea.case.due_on == date(2026, 12, 1)
    assert rung(idea, 4) == [
        (at("2026-11-26", 7), ["reminded"]),
        (at("2026-12-01", 23), ["overdue"]),
        (at("2026-12-03", 7), ["reminded"]),
        (at("2026-12-08", 7), ["escalated"]),
    ]


def test_why_there_is_more_time_is_kept_for_the_office_and_the_record_names_it() -> None:
    idea = an_idea().in_review().extended()

    (reason,) = idea.case.reasons
    assert (reason.kind, reason.public, reason.internal) == ("extended", "", "<script>Krankheit</script>")
    facts = idea.events[-1].facts
    assert (facts["reason"], facts["due"], facts["before"]) == (reason.id, "2026-11-20", "2026-11-16")


def test_time_is_counted_from_the_first_date_however_often_it_is_extended() -> None:
    idea = an_idea(with_ladder(extend_at_most=10)).in_review()
    idea.extended(until="2026-11-27").extended(until="2026-11-30")

    assert idea.task("review").first_due_on == date(2026, 11, 16)
    with pytest.raises(Exception, match=r"extend\.too_far"):
        idea.extended(until="2026-12-01")


def test_an_answer_within_the_added_time_is_not_late() -> None:
    idea = an_idea().in_review().extended().at(datetime(2026, 11, 19, 12, tzinfo=UTC)).answered("ana")

    assert not idea.case.answers[-1].late


def test_the_office_may_give_itself_more_time() -> None:
    idea = an_idea().submitted().extended("triage", "2026-11-16")

    assert idea.told == []
    assert idea.case.due_on == date(2026, 11, 16)


def test_the_submitter_may_have_more_time_for_a_reply() -> None:
    assert an_idea().submitted().question_asked().extended("reply", "2026-11-30").told == [("extended", "sina")]


def test_the_superior_of_the_first_who_says_nothing_is_asked() -> None:
    idea = an_idea(with_ladder(escalate={"after": 1, "to": "superior"}))
    idea.people["ben"] = replace(idea.people["ben"], superior="ole")
    idea.in_review().answered("ana").clock_rings().clock_rings()

    assert (idea.told, idea.asked) == ([("escalated", "ole")], ["ben", "ole"])
    assert idea.events[-1].facts["to"] == "superior"
    assert idea.answered("ole").case.stage == "prioritisation"


def test_where_no_superior_is_known_or_it_is_their_own_idea_the_office_is_told() -> None:
    rules = with_ladder(escalate={"after": 1, "to": "superior"})
    unknown = an_idea(rules).in_review().clock_rings().clock_rings()
    own = an_idea(rules)
    own.people |= {p: replace(own.people[p], superior="sina") for p in ("ana", "ben")}
    own.in_review().clock_rings().clock_rings()

    assert unknown.told == own.told == [("escalated", "olga")]
