"""The clock: reminder, overdue, a look now and again; deferrals and promises that wake; outages."""

from datetime import UTC, date, datetime

from tests.builders import AnIdea, an_idea


def rung(idea: AnIdea, times: int) -> list[tuple[datetime, list[str], list[tuple[str, str]]]]:
    seen = []
    for _ in range(times):
        idea.clock_rings()
        seen.append((idea.now.replace(minute=0), idea.kinds, idea.told))
    return seen


def test_triage_is_reminded_then_overdue_then_looked_at_every_twenty_working_days() -> None:
    idea = an_idea().submitted()

    assert rung(idea, 4) == [
        (datetime(2026, 11, 5, 7, tzinfo=UTC), ["reminded"], [("office_reminder", "olga")]),
        (datetime(2026, 11, 9, 23, tzinfo=UTC), ["overdue"], [("overdue", "olga")]),
        (datetime(2026, 12, 8, 7, tzinfo=UTC), ["still_waiting"], []),
        (datetime(2027, 1, 7, 7, tzinfo=UTC), ["still_waiting"], []),
    ]


def test_both_reviewers_are_reminded_and_the_office_hears_once_that_it_is_late() -> None:
    idea = an_idea().in_review()

    assert rung(idea, 2) == [
        (datetime(2026, 11, 11, 7, tzinfo=UTC), ["reminded", "reminded"], [("reminder", "ana"), ("reminder", "ben")]),
        (datetime(2026, 11, 16, 23, tzinfo=UTC), ["overdue"], [("overdue", "olga")]),
    ]


def test_who_has_answered_is_not_reminded() -> None:
    assert an_idea().in_review().answered("ana").clock_rings().told == [("reminder", "ben")]


def test_after_a_long_outage_a_task_is_overdue_at_once_and_nothing_rings_twice() -> None:
    idea = an_idea().submitted().later(days=200).woken()

    assert idea.kinds == ["overdue"]
    assert idea.woken().kinds == []
    assert idea.case.wake is not None
    assert idea.case.wake > idea.now


def test_ringing_too_early_changes_nothing() -> None:
    idea = an_idea().submitted()
    before = idea.case

    assert idea.woken().case == before


def test_a_deferred_idea_wakes_on_its_day_at_eight() -> None:
    idea = an_idea().reviewed().deferred("2027-02-01")

    assert idea.case.due_on == date(2027, 2, 1)
    assert idea.case.wake == datetime(2027, 2, 1, 7, tzinfo=UTC)
    idea.clock_rings()
    assert (idea.case.state, idea.waiting, idea.case.deferral) == ("prioritising", ["prioritise"], None)
    assert [d.ended_at for d in idea.case.deferrals] == [idea.now]
    assert len(idea.case.answers) == 2


def test_a_promise_is_asked_about_on_its_day_and_the_owner_reminded_by_the_office() -> None:
    idea = an_idea().committed()

    assert idea.case.wake == datetime(2027, 3, 1, 7, tzinfo=UTC)
    idea.clock_rings()
    assert idea.told == [("commitment_asked", "ole")]
    assert idea.task("commitment").about == idea.promise().id
    assert idea.task("commitment").due_on == date(2027, 3, 8)
    assert idea.clock_rings().told == [("overdue", "olga")]


def test_a_late_promise_keeps_its_first_date_and_is_asked_about_again() -> None:
    idea = an_idea().committed().clock_rings().settled("late", new_due_on="2027-06-01")

    assert (idea.promise().due_on, idea.promise().first_due_on) == (date(2027, 6, 1), date(2027, 3, 1))
    assert idea.promise().due_at == datetime(2027, 6, 1, 22, tzinfo=UTC)
    assert idea.asked == []
    assert idea.clock_rings().kinds == ["commitment_asked"]
    assert idea.now.date() == date(2027, 6, 1)


def test_the_promise_of_somebody_who_left_is_the_office_s() -> None:
    idea = an_idea().committed().without("ole").clock_rings()

    assert idea.kinds == ["nobody_to_ask"]
    assert idea.task("commitment").role == "office"
    assert idea.settled(by="olga").case.state == "settled"


def test_a_promise_handed_over_has_a_new_owner_who_answers() -> None:
    idea = an_idea().committed().clock_rings().handed_over("ole", "ora")

    assert idea.promise().owner == "ora"
    assert idea.told == [("handed_over", "ole"), ("commitment_asked", "ora")]
    assert idea.settled().case.outcome == "settled"


def test_two_promises_due_on_one_day_are_both_asked_about() -> None:
    idea = an_idea().committed().promised("ora").clock_rings()

    assert idea.told == [("commitment_asked", "ole"), ("commitment_asked", "ora")]
    assert idea.settled(number=0).case.closed_at is None
    assert idea.settled(number=1).case.closed_at == idea.now


def test_an_owner_may_answer_before_being_asked() -> None:
    idea = an_idea().committed().settled()

    assert idea.case.state == "settled"
    assert idea.promise().settled_at == idea.now


def test_a_settled_case_lives_again_with_a_new_promise() -> None:
    idea = an_idea().committed().settled().later(days=30).promised("ora", "2027-09-01")

    assert (idea.case.closed_at, idea.case.outcome, idea.case.state) == (None, None, "committed")
    assert idea.case.wake == datetime(2027, 9, 1, 6, tzinfo=UTC)
    assert idea.clock_rings().settled().case.state == "settled"


def test_a_project_taken_over_is_asked_about_like_any_other() -> None:
    idea = an_idea().taken_over(("ole", "2027-01-15"), ("ora", "2027-02-15"))

    assert (idea.case.stage, idea.case.project, idea.case.public) == ("follow_up", "started", True)
    assert idea.told == [("promise_made", "ole"), ("promise_made", "ora")]
    assert idea.clock_rings().told == [("commitment_asked", "ole")]


def test_why_a_project_was_taken_over_is_kept() -> None:
    idea = an_idea().taken_over(public_reason="<script>läuft seit 2024</script>")

    assert [(r.kind, r.public) for r in idea.case.reasons] == [("taken_over", "<script>läuft seit 2024</script>")]
